import { configFor } from '../../../lib/config';
import { at, ofType, text, word, type Resource, type Templates } from '../templates';
import type { Checks } from './check';
import { differs, plain, policyDiffers } from './compare';

/** Streams that tell something of customers. */
const WATCHED = ['transactions', 'customer_updates'] as const;
const nameOf = ({ env }: Templates, contract: string): string =>
  `sluice-${env}-watch-records-${contract}`;

const functionOf = (lake: Templates, contract: string): Resource | undefined =>
  ofType(lake, 'AWS::Lambda::Function').find(
    ({ Properties }) => Properties.FunctionName === nameOf(lake, contract),
  );
const sourceOf = (lake: Templates, handler: Resource): Resource | undefined =>
  ofType(lake, 'AWS::Lambda::EventSourceMapping').find(
    ({ Properties }) => at(Properties.FunctionName, 'Ref') === handler.id,
  );

/** A check of each watcher; one that is missing is a finding. */
const eachWatcher =
  (wrong: (handler: Resource, contract: string, lake: Templates) => readonly string[]) =>
  (lake: Templates): readonly string[] =>
    WATCHED.flatMap((contract) => {
      const handler = functionOf(lake, contract);
      if (handler === undefined) return [`nobody watches ${contract}`];
      return wrong(handler, contract, lake);
    });

const STREAM_IDS: Readonly<Record<(typeof WATCHED)[number], string>> = {
  transactions: 'Streamstransactions',
  customer_updates: 'Streamscustomerupdates',
};

/** A statement as its actions, and the rest as text: resources of other stacks have names that CDK makes. */
function statementsOf(lake: Templates, handler: Resource): readonly string[] {
  const role = word(at(handler.Properties.Role, 'Fn::GetAtt', 0));
  return lake.all
    .filter(({ Type }) => Type === 'AWS::IAM::ManagedPolicy' || Type === 'AWS::IAM::Policy')
    .filter(({ Properties }) => text(Properties.Roles).includes(`"${role}"`))
    .flatMap((policy) => policyDiffers(policy, policy.Properties.PolicyDocument, []))
    .map((line) => line.replace(/^\S+ says Allow \|\s*\| /, '').replaceAll(/[0-9A-F]{8}/g, ''));
}

/** What a watcher may do beside logging, tracing and reading its stream; parts that every line must hold. */
const RIGHTS: readonly (readonly [actions: string, ...parts: readonly string[]])[] = [
  ['dynamodb:BatchGetItem', 'WatcherProfile', 'dynamodb:LeadingKeys: profile#*)'],
  ['dynamodb:GetItem dynamodb:UpdateItem', 'WatcherProfile', 'LeadingKeys: alert#*)'],
  ['dynamodb:PutItem', 'WatcherProfile', 'LeadingKeys: alert#* alerts#* profile#* told#*)'],
  ['dynamodb:Query', 'Configuration', 'dynamodb:LeadingKeys: watch)'],
  ['kms:GenerateMac', 'HmacKey'],
  ['sns:Publish', 'Topicsalerts'],
  ['kms:Decrypt kms:GenerateDataKey', 'DataKey', 'kms:ViaService: dynamodb.', 'sns.'],
];
/** Held by other checks: of every function, and of every consumer of a stream. */
const ELSEWHERE = /^(logs:|xray:|kinesis:|s3:|kms:Decrypt \||kms:GenerateDataKey \|)/;

export const watcherChecks: Checks = {
  'customers are watched through both streams that tell of them': eachWatcher(
    (handler, contract, lake) => {
      const source = sourceOf(lake, handler)?.Properties ?? {};
      const stream = word(at(source.EventSourceArn, 'Fn::GetAtt', 0));
      const { batchSize, retries, parallelBatches } = configFor(lake.env).watcher;
      return [
        ...(stream.startsWith(STREAM_IDS[contract as (typeof WATCHED)[number]] ?? 'none')
          ? []
          : [`${contract} reads ${stream || 'nothing'}`]),
        ...differs(`${contract} waits`, source.MaximumBatchingWindowInSeconds, 0),
        ...differs(`${contract} batch`, source.BatchSize, batchSize),
        ...differs(`${contract} retries`, source.MaximumRetryAttempts, retries),
        ...differs(`${contract} in parallel`, source.ParallelizationFactor, parallelBatches),
        ...differs(`${contract} is on`, source.Enabled ?? true, true),
      ];
    },
  ),

  'batches of one shard are judged one after another, by standard consumers': (lake) => [
    ...differs('parallel batches', configFor(lake.env).watcher.parallelBatches, 1),
    ...ofType(lake, 'AWS::Kinesis::StreamConsumer').map(({ id }) => `${id} costs extra`),
  ],

  'a watcher judges by its own contract and the settings of the environment': eachWatcher(
    (handler, contract, lake) => {
      const { gate, watch } = configFor(lake.env);
      const variables = plain(at(handler.Properties.Environment, 'Variables'));
      const isOf = (name: string, part: string): readonly string[] =>
        text(at(variables, name)).includes(part) ? [] : [`${contract}: ${name} is not ${part}`];
      return [
        ...differs(`${contract} contract`, at(variables, 'CONTRACT'), contract),
        ...differs(`${contract} gate`, at(variables, 'GATE_SETTINGS'), JSON.stringify(gate)),
        ...differs(`${contract} rules`, at(variables, 'WATCH_SETTINGS'), JSON.stringify(watch)),
        ...isOf('PROFILE_TABLE', 'WatcherProfile'),
        ...isOf('CONFIGURATION_TABLE', 'Configuration'),
        ...isOf('ALERTS_TOPIC', 'Topicsalerts'),
        ...isOf('HMAC_KEY_ID', 'HmacKey'),
        ...differs(`${contract} timeout`, handler.Properties.Timeout, 60),
        ...differs(`${contract} memory`, handler.Properties.MemorySize, 1024),
        // Lambda would record a call of each second, five dollars for a million of them.
        ...differs(
          `${contract} traces`,
          at(handler.Properties.TracingConfig, 'Mode'),
          'PassThrough',
        ),
      ];
    },
  ),

  'a watcher may keep profiles and alerts, read its overrides, and publish alerts; nothing else':
    eachWatcher((handler, contract, lake) => {
      const lines = statementsOf(lake, handler).filter((line) => !ELSEWHERE.test(line));
      const fits = (line: string, [actions, ...parts]: (typeof RIGHTS)[number]): boolean =>
        line.startsWith(`${actions} | `) && parts.every((part) => line.includes(part));
      return [
        ...RIGHTS.filter((right) => !lines.some((line) => fits(line, right))).map(
          ([actions]) => `${contract} lacks ${actions}`,
        ),
        ...lines
          .filter((line) => !RIGHTS.some((right) => fits(line, right)))
          .map((line) => `${contract} may ${line}`),
        ...differs(`${contract} statements`, lines.length, RIGHTS.length),
      ];
    }),

  'profiles are found by token, end by themselves, and follow the load where it is steady': (
    lake,
  ) => {
    const table = ofType(lake, 'AWS::DynamoDB::Table').find(
      ({ Properties }) => Properties.TableName === `sluice-${lake.env}-profile`,
    );
    if (table === undefined) return ['no profile table'];
    const { TimeToLiveSpecification, KeySchema, BillingMode } = table.Properties;
    const { profileCapacity: capacity } = configFor(lake.env).watcher;
    const targets = ofType(lake, 'AWS::ApplicationAutoScaling::ScalableTarget');
    const policies = ofType(lake, 'AWS::ApplicationAutoScaling::ScalingPolicy');
    const wanted = capacity === 'on-demand' ? [] : ['ReadCapacityUnits', 'WriteCapacityUnits'];
    return [
      ...differs('time to live', TimeToLiveSpecification, { AttributeName: 'ends', Enabled: true }),
      ...differs('keys', KeySchema, [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ]),
      ...(capacity === 'on-demand'
        ? differs('billing', BillingMode, 'PAY_PER_REQUEST')
        : [
            // CloudFormation's default.
            ...differs('billing', BillingMode ?? 'PROVISIONED', 'PROVISIONED'),
            ...differs('capacity', table.Properties.ProvisionedThroughput, {
              ReadCapacityUnits: capacity.least,
              WriteCapacityUnits: capacity.least,
            }),
          ]),
      ...differs(
        'followed',
        targets
          .map(({ Properties }) => word(Properties.ScalableDimension).split(':').at(-1) ?? '')
          .sort(),
        wanted,
      ),
      ...targets.flatMap(({ id, Properties }) =>
        capacity === 'on-demand'
          ? [`${id} follows nothing`]
          : differs(
              id,
              [
                Properties.MinCapacity ?? 0,
                Properties.MaxCapacity ?? 0,
                Properties.ServiceNamespace ?? '',
              ],
              [capacity.least, capacity.most, 'dynamodb'],
            ),
      ),
      ...differs('policies', policies.length, wanted.length),
      ...policies.flatMap(({ id, Properties }) => {
        const tracking = Properties.TargetTrackingScalingPolicyConfiguration;
        return [
          ...differs(id, at(tracking, 'TargetValue'), 70),
          ...differs(id, Properties.PolicyType, 'TargetTrackingScaling'),
        ];
      }),
    ];
  },
};
