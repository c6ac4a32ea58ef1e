import { at, listOf, ofType, word, type Templates } from '../templates';
import { isAllowed } from '../access/evaluate';
import { policiesOf, type Policies } from '../access/policies';
import { ACCOUNT, REGION, resolvedOf } from '../access/resolved';
import { HUMAN_ROLES, humanRoleName, streamName } from '../../../lambdas/shared/names';
import type { Checks } from './check';

/** Whom the warehouse takes a person for. */
const DATABASE_ROLES: Readonly<Partial<Record<(typeof HUMAN_ROLES)[number], string>>> = {
  'data-analyst': 'analyst',
  'data-engineer': 'engineer',
};
const THROUGH_ATHENA = { 'aws:CalledVia': ['athena.amazonaws.com'] };
const LAYERS = ['bronze', 'silver', 'silver_restricted', 'gold'] as const;

/** Asks the policies what a role may do. */
class Person {
  private readonly principal: string;

  constructor(
    private readonly lake: Templates,
    private readonly policies: Policies,
    readonly name: string,
  ) {
    this.principal = `arn:aws:iam::${ACCOUNT}:role/${name}`;
  }

  may(action: string, resource: string, context: Record<string, string | string[]> = {}): boolean {
    return isAllowed({ principal: this.principal, action, resource, context }, this.policies);
  }

  object(bucket: string, key: string): string {
    return `arn:aws:s3:::sluice-${this.lake.env}-${bucket}-${ACCOUNT}-${REGION}/${key}`;
  }

  writesRecords(): boolean {
    const streams = this.lake.config.streams.map(
      ({ contract }) =>
        `arn:aws:kinesis:${REGION}:${ACCOUNT}:stream/${streamName(this.lake.env, contract)}`,
    );
    return (
      streams.some((stream) => this.may('kinesis:PutRecord', stream)) ||
      streams.some((stream) => this.may('kinesis:PutRecords', stream)) ||
      this.may('s3:PutObject', this.object('landing', 'till/stores/x'))
    );
  }

  /** Objects by hand or through Athena, and results of statements that somebody else made. */
  reads(layer: string): boolean {
    const object = this.object('lake', `${layer}/x/0`);
    return this.may('s3:GetObject', object) || this.may('s3:GetObject', object, THROUGH_ATHENA);
  }

  readsResults(): boolean {
    return ['sluice-analysts', 'sluice-engineers', 'sluice-pipeline'].some((workgroup) =>
      this.may(
        'athena:GetQueryResults',
        `arn:aws:athena:${REGION}:${ACCOUNT}:workgroup/${workgroup}`,
      ),
    );
  }
}

const personOf = (lake: Templates, role: string): Person =>
  new Person(lake, policiesOf(resolvedOf(lake)), role);
const human = (lake: Templates, role: (typeof HUMAN_ROLES)[number]): Person =>
  personOf(lake, humanRoleName(lake.env, role));

const failing = (facts: Readonly<Record<string, boolean>>): readonly string[] =>
  Object.entries(facts)
    .filter(([, holds]) => !holds)
    .map(([fact]) => `not true: ${fact}`);

export const peopleChecks: Checks = {
  'nobody can both send a record and read a token': (lake) =>
    HUMAN_ROLES.filter((role) => {
      const person = human(lake, role);
      const reads = LAYERS.some((layer) => person.reads(layer)) || person.readsResults();
      return reads && person.writesRecords();
    }),

  'an analyst reads gold, through Athena only': (lake) => {
    const analyst = human(lake, 'data-analyst');
    const gold = analyst.object('lake', 'gold/x/0');
    return failing({
      'gold is read through Athena': analyst.may('s3:GetObject', gold, THROUGH_ATHENA),
      'gold is not read by hand': !analyst.may('s3:GetObject', gold),
      'silver is not read': !analyst.reads('silver'),
      'what is restricted is not read': !analyst.reads('silver_restricted'),
      'bronze is not read': !analyst.reads('bronze'),
      'gold is not written': !analyst.may('s3:PutObject', gold, THROUGH_ATHENA),
      'results of engineers are not read': !analyst.may(
        's3:GetObject',
        analyst.object('results', 'engineers/x'),
        THROUGH_ATHENA,
      ),
    });
  },

  'analysts and engineers ask the warehouse as roles of the database, and nobody else does': (
    lake,
  ) => {
    const workgroups = resolvedOf(lake).ofType('AWS::RedshiftServerless::Workgroup');
    return HUMAN_ROLES.flatMap((role) => {
      const person = human(lake, role);
      const wanted = workgroups.length > 0 ? DATABASE_ROLES[role] : undefined;
      const [tag] = ofType(lake, 'AWS::IAM::Role')
        .filter(({ Properties }) => Properties.RoleName === humanRoleName(lake.env, role))
        .flatMap(({ Properties }) => listOf(Properties.Tags))
        .filter((one) => at(one, 'Key') === 'RedshiftDbRoles')
        .map((one) => word(at(one, 'Value')));
      const asks = (workgroup: string): boolean =>
        ['redshift-serverless:GetCredentials', 'redshift-data:ExecuteStatement'].every((action) =>
          person.may(action, workgroup),
        );
      const other = `arn:aws:redshift-serverless:${REGION}:${ACCOUNT}:workgroup/other`;
      return failing({
        [`${role} comes as ${wanted ?? 'nobody'}`]: tag === wanted,
        [`${role} asks our workgroup`]: workgroups.every(
          ({ arn }) => asks(arn) === (wanted !== undefined),
        ),
        [`${role} asks no other`]: !asks(other),
      });
    });
  },

  'an engineer reads every layer, through Athena only': (lake) => {
    const engineer = human(lake, 'data-engineer');
    const silver = engineer.object('lake', 'silver/x/0');
    return failing({
      'silver is read through Athena': engineer.may('s3:GetObject', silver, THROUGH_ATHENA),
      'silver is not read by hand': !engineer.may('s3:GetObject', silver),
      'nothing is sent': !engineer.writesRecords(),
    });
  },

  'operators and auditors see no data': (lake) =>
    (['operator', 'auditor', 'eraser'] as const).flatMap((role) => {
      const person = human(lake, role);
      const archived = person.may('s3:GetObject', person.object('archive', 'archive/x'));
      const seen = LAYERS.some((layer) => person.reads(layer)) || person.readsResults();
      return seen || archived || person.writesRecords() ? [role] : [];
    }),

  'what was given up is done again by operators, and where it holds records by repair': (lake) => {
    const names = ofType(lake, 'AWS::Lambda::Function').map(({ Properties }) =>
      word(Properties.FunctionName).slice(`sluice-${lake.env}-`.length),
    );
    const wrong = (role: 'operator' | 'repair', wanted: RegExp): readonly string[] => {
      const person = human(lake, role);
      return names
        .filter(
          (name) =>
            person.may(
              'lambda:InvokeFunction',
              `arn:aws:lambda:${REGION}:${ACCOUNT}:function:sluice-${lake.env}-${name}`,
            ) !== wanted.test(name),
        )
        .map((name) => `${role} calls ${name}, or does not`);
    };
    return [
      ...wrong('operator', /^(check-health|collect-failed|ingest-file|note-object|reap-slices)$/),
      ...wrong('repair', /^(archive|watch)-records-/),
    ];
  },

  'repair replays what was not delivered, takes it away, and reads no table': (lake) => {
    const repair = human(lake, 'repair');
    return failing({
      ...Object.fromEntries(
        ['inbox/x', 'aws/lambda/x'].flatMap((key) => [
          [`${key} is read`, repair.may('s3:GetObject', repair.object('archive', key))],
          [
            `${key} goes when it was replayed`,
            repair.may('s3:DeleteObject', repair.object('archive', key)),
          ],
        ]),
      ),
      'the rest of the archive stays': !repair.may(
        's3:DeleteObject',
        repair.object('archive', 'archive/x'),
      ),
      'the rest of the archive is not': !repair.may(
        's3:GetObject',
        repair.object('archive', 'archive/x'),
      ),
      'records are sent again': repair.writesRecords(),
      'no table is read': !LAYERS.some((layer) => repair.reads(layer)) && !repair.readsResults(),
    });
  },

  'where data is kept, a version of a record goes by the eraser only': (lake) => {
    const policies = policiesOf(resolvedOf(lake));
    return ['archive', 'landing', 'lake'].flatMap((bucket) => {
      const erasing = resolvedOf(lake)
        .ofType('AWS::IAM::Role')
        .map(({ name }) => new Person(lake, policies, name))
        .filter((one) => one.may('s3:DeleteObjectVersion', one.object(bucket, 'gold/x')))
        .map(({ name }) => name)
        .join();
      return erasing === humanRoleName(lake.env, 'eraser')
        ? []
        : [`versions of ${bucket} are deleted by: ${erasing}`];
    });
  },

  'nobody but the eraser passes a lock': (lake) => {
    const resources = resolvedOf(lake);
    const policies = policiesOf(resources);
    const passing = resources.ofType('AWS::IAM::Role').filter(({ name }) => {
      const person = new Person(lake, policies, name);
      return ['archive', 'landing'].some((bucket) =>
        person.may('s3:BypassGovernanceRetention', person.object(bucket, 'x')),
      );
    });
    const names = passing.map(({ name }) => name).join();
    return names === humanRoleName(lake.env, 'eraser') ? [] : [`locks are passed by: ${names}`];
  },

  'a source system sends what is its own and reads nothing': (lake) =>
    lake.config.access.producers.flatMap(({ source, contracts }) => {
      const producer = personOf(lake, `sluice-${lake.env}-producer-${source}`);
      const stream = (contract: string): string =>
        `arn:aws:kinesis:${REGION}:${ACCOUNT}:stream/${streamName(lake.env, contract)}`;
      const others = lake.config.streams.filter(({ contract }) => !contracts.includes(contract));
      return failing({
        'its streams': contracts.every((one) => producer.may('kinesis:PutRecords', stream(one))),
        'no other stream': !others.some(({ contract }) =>
          producer.may('kinesis:PutRecords', stream(contract)),
        ),
        'its files': producer.may('s3:PutObject', producer.object('landing', `${source}/x/y`)),
        'no other file': !producer.may('s3:PutObject', producer.object('landing', 'other/x/y')),
        'no table': !LAYERS.some((layer) => producer.reads(layer)),
      });
    }),
};
