import type { Resources } from '../../../local/assembly/resources';
import { isObject } from '../../../local/server/json';
import { isKnownAction, knowsNoResource } from '../access/known-actions';
import { policiesOf, type Policies, type Statement } from '../access/policies';
import { ACCOUNT, labelOf, resolvedOf } from '../access/resolved';
import type { Templates } from '../templates';
import type { Checks } from './check';

interface Right extends Statement {
  /** `Ingestion/FilesIngestRole`. */
  readonly role: string;
}
interface View {
  readonly resources: Resources;
  readonly policies: Policies;
  readonly rights: readonly Right[];
}

const FEWEST_RIGHTS = 100;

/** @throws Error when there is next to nothing to look at */
function viewOf(lake: Templates): View {
  const resources = resolvedOf(lake);
  const policies = policiesOf(resources);
  const labels = new Map(resources.ofType('AWS::IAM::Role').map((one) => [one.arn, labelOf(one)]));
  const rights = [...policies.identity].flatMap(([arn, statements]) =>
    statements.map((one) => ({ ...one, role: labels.get(arn) ?? arn })),
  );
  if (rights.length < FEWEST_RIGHTS) throw new Error(`only ${rights.length} statements of roles`);
  return { resources, policies, rights };
}

const everyStatement = ({ policies }: View): readonly Statement[] =>
  [...policies.identity.values(), ...policies.resource.values()].flat();

/** Actions that IAM can narrow and our use of them cannot: one line each, with the reason. */
const UNNARROWED: readonly string[] = [
  // An environment has an account of its own: what CloudWatch shows there is the lake's.
  'cloudwatch:DescribeAlarms',
  'cloudwatch:GetDashboard',
  'cloudwatch:GetMetricData',
];

/** Who may reach every object of a bucket: one line a bucket, each for a reason. */
const WHOLE_BUCKETS = [
  'Access/Peopleauditor audit', // evidence of everything
  'Access/Peopleauditor logs',
  'Access/Peopleeraser archive', // a person's records may be anywhere
  'Access/Peopleeraser lake',
  'Access/Peopleeraser landing',
  'Ingestion/FilesIngestRole landing', // files of any source
];

/** Who may delete objects, and where. */
const DELETERS = [
  /^Access\/Peopleeraser .*-(archive|lake|landing)-[^/]*\/\*$/,
  /^Access\/Peoplerepair .*-archive-[^/]*\/(inbox|aws\/lambda)\/\*$/,
  /^Ingestion\/BronzeCollectRole .*-lake-[^/]*\/delivery-errors\/\*$/,
  /^Pipeline\/ReaperReapRole .*-lake-[^/]*\/(silver|silver_restricted|gold)\/\*$/,
];

/** Spark takes its temporary objects away. */
const JOB_DELETES = /^Pipeline\/Spark\w+Role .*-lake-[^/]*\/gold\/\w+\/job-run=\*$/;

/** What holds records as sent, or moves them. */
const SENSITIVE =
  /^(Ingestion\/(BronzeCollectRole|FilesIngestRole|Streams\w+(Archive|Delivery)Role|Watcher\w+WatchRole)|Access\/(Peoplerepair|Producers\w+)|Storage\/\w*Replication\w*)$/;

const unlike = (found: readonly string[], wanted: readonly string[]): readonly string[] => [
  ...found.filter((one) => !wanted.includes(one)).map((one) => `${one} is not expected`),
  ...wanted.filter((one) => !found.includes(one)).map((one) => `${one} is missing`),
];

export const permissionChecks: Checks = {
  'every action is one that IAM knows, in full': (lake) =>
    everyStatement(viewOf(lake)).flatMap(({ where, allows, actions }) =>
      actions
        .filter((action) => (allows ? !isKnownAction(action) : false))
        .map((action) => `${where} ${action} is no action of IAM`),
    ),

  'a right names resources, except where a service has none': (lake) =>
    viewOf(lake).rights.flatMap(({ role, actions, resources }) =>
      resources.includes('*')
        ? actions
            .filter((action) => !knowsNoResource(action) && !UNNARROWED.includes(action))
            .map((action) => `${role} ${action} on *`)
        : [],
    ),

  'nobody reaches a whole bucket but for a reason': (lake) => {
    const found = viewOf(lake).rights.flatMap(({ role, resources }) =>
      resources.flatMap((one) => {
        const bucket = /^arn:aws:s3:::sluice-\w+-(\w+)-[^/]+\/\*$/.exec(one)?.[1];
        return bucket === undefined ? [] : [`${role} ${bucket}`];
      }),
    );
    return unlike([...new Set(found)].sort(), WHOLE_BUCKETS);
  },

  'nobody deletes objects but four and Spark, each below a prefix of its own': (lake) => {
    const deleting = viewOf(lake).rights.filter(({ actions }) =>
      actions.some((action) => action.startsWith('s3:Delete')),
    );
    const lines = deleting.flatMap(({ role, resources }) =>
      resources.map((one) => `${role} ${one}`),
    );
    const deleters = lake.config.pipeline.spark === 'glue' ? [...DELETERS, JOB_DELETES] : DELETERS;
    return [
      ...lines.filter((line) => !deleters.some((known) => known.test(line))),
      ...deleters.filter((known) => !lines.some((line) => known.test(line))).map(String),
    ];
  },

  'keys are used through services only, MACs excepted': (lake) =>
    viewOf(lake)
      .rights.filter(({ actions }) =>
        actions.some((action) => /^kms:(Dec|Enc|Gen|Re)/.test(action)),
      )
      .filter(({ actions, conditions }) =>
        actions.includes('kms:GenerateMac')
          ? actions.length > 1
          : conditions.StringEquals?.['kms:ViaService'] === undefined,
      )
      .map(({ role, actions }) => `${role} uses a key by itself: ${actions.join(', ')}`),

  'only what carries records as sent holds the sensitive key': (lake) => {
    const { resources, rights } = viewOf(lake);
    const key = resources.ofType('AWS::KMS::Key').find((one) => /^Sensitive/.test(one.logicalId));
    if (key === undefined) return ['SensitiveKey is missing'];
    const holders = rights
      .filter(
        ({ resources: on, actions }) =>
          on.includes(key.arn) && !actions.includes('kms:GetKeyPolicy'),
      )
      .map(({ role }) => role);
    return holders.length === 0
      ? [`${key.logicalId} is used by nobody`]
      : holders.filter((role) => !SENSITIVE.test(role));
  },

  'every function names the owner of the buckets it calls': (lake) => {
    const functions = viewOf(lake).resources.ofType('AWS::Lambda::Function');
    const without = functions.filter(({ properties }) => {
      const { Variables: variables } = isObject(properties.Environment)
        ? properties.Environment
        : { Variables: undefined };
      return !isObject(variables) || variables.BUCKET_OWNER !== ACCOUNT;
    });
    return functions.length < 10
      ? [`only ${functions.length} functions`]
      : without.map(({ logicalId }) => `${logicalId} knows no owner`);
  },

  'a role has managed policies only, each within what IAM takes': (lake) => {
    const { resources } = viewOf(lake);
    const policies = resources.ofType('AWS::IAM::ManagedPolicy');
    return [
      ...resources.ofType('AWS::IAM::Policy').map(({ logicalId }) => `${logicalId} is inline`),
      ...resources
        .ofType('AWS::IAM::Role')
        .filter(({ properties }) => properties.Policies ?? properties.ManagedPolicyArns)
        .map(({ logicalId }) => `${logicalId} has a policy of its own`),
      ...policies
        .filter(({ properties }) => JSON.stringify(properties.PolicyDocument).length > 6144)
        .map(({ logicalId }) => `${logicalId} is longer than 6,144 characters`),
    ];
  },
};
