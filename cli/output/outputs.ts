import { contracts } from '../../lambdas/shared/contracts';
import { streamOf } from '../../lambdas/shared/contracts/contract';
import {
  ANALYSTS_WORKGROUP,
  BUCKETS,
  DATABASES,
  HUMAN_ROLES,
  MACHINES,
  PIPELINE_WORKGROUP,
  TOPICS,
  bucketName,
  humanRoleName,
  keyAlias,
  ledgerTableName,
  machineName,
  producerRoleName,
  profileTableName,
  rootStackName,
  streamName,
  topicName,
  type Place,
} from '../../lambdas/shared/names';
import type { Config } from '../../lib/config';

/** One thing that a producer, an analyst or an operator has to know. */
export interface Output {
  /** Dotted, stable: for `--json` and scripts. */
  readonly key: string;
  readonly value: string;
  /** ARN, where others give rights on it. */
  readonly arn?: string;
  /** Page of the console. */
  readonly console?: string;
}
export type Group = 'for producers' | 'for analysts' | 'for operators' | 'where data rests';
export type Outputs = Readonly<Record<Group, readonly Output[]>>;

/** How an account writes addresses; the laptop has no console. */
interface Addresses {
  readonly page: (service: string, rest: string) => string | undefined;
  readonly arn: (service: string, resource: string) => string;
  readonly role: (key: string, name: string) => Output;
}

/**
 * All names of an environment. They follow from the environment, the account and the region, so nothing has
 * to be asked.
 * @param hasConsole whether its pages can be opened
 */
export function outputsOf(place: Place, config: Config, hasConsole: boolean): Outputs {
  const { account, region } = place;
  const addresses: Addresses = {
    page: (service, rest) =>
      hasConsole
        ? `https://${region}.console.aws.amazon.com/${service}/home?region=${region}${rest}`
        : undefined,
    arn: (service, resource) => `arn:aws:${service}:${region}:${account}:${resource}`,
    role: (key, name) => ({ key, value: name, arn: `arn:aws:iam::${account}:role/${name}` }),
  };
  return {
    'for producers': forProducers(place, config, addresses),
    'for analysts': forAnalysts(place, addresses),
    'for operators': forOperators(place, addresses),
    'where data rests': resting(place, addresses),
  };
}

const forProducers = (
  { env }: Place,
  { streams, access, producers }: Config,
  { arn, page, role }: Addresses,
): readonly Output[] => [
  ...streams.map(({ contract }) => {
    const name = streamName(env, streamNamed(contract));
    return {
      key: `stream.${contract}`,
      value: name,
      arn: arn('kinesis', `stream/${name}`),
      console: page('kinesis', `#/streams/details/${name}`),
    };
  }),
  ...access.producers.map(({ source }) =>
    role(`role.producer.${source}`, producerRoleName(env, source)),
  ),
  // Not packed works too, and costs four times as much in Firehose.
  { key: 'packing', value: `${producers.packed} records in one Kinesis record, as KPL packs` },
];

const forAnalysts = ({ env }: Place, { page, role }: Addresses): readonly Output[] => [
  { key: 'workgroup', value: ANALYSTS_WORKGROUP, console: page('athena', '#/query-editor') },
  { key: 'database', value: 'gold', console: page('glue', '#/v2/data-catalog/databases') },
  ...HUMAN_ROLES.map((name) => role(`role.${name}`, humanRoleName(env, name))),
];

const forOperators = ({ env }: Place, { arn, page }: Addresses): readonly Output[] => [
  {
    key: 'stack',
    value: rootStackName(env),
    console: page('cloudformation', `#/stacks?filteringText=${rootStackName(env)}`),
  },
  ...MACHINES.map((machine) => {
    const machineArn = arn('states', `stateMachine:${machineName(env, machine)}`);
    return {
      key: `machine.${machine}`,
      value: machineName(env, machine),
      arn: machineArn,
      console: page('states', `#/statemachines/view/${machineArn}`),
    };
  }),
  ...TOPICS.map((topic) => ({
    key: `topic.${topic}`,
    value: topicName(env, topic),
    arn: arn('sns', topicName(env, topic)),
  })),
  { key: 'workgroup.pipeline', value: PIPELINE_WORKGROUP },
];

const resting = (place: Place, { arn, page }: Addresses): readonly Output[] => [
  ...BUCKETS.map((bucket) => ({
    key: `bucket.${bucket}`,
    value: bucketName(place, bucket),
    arn: `arn:aws:s3:::${bucketName(place, bucket)}`,
    console: page('s3', `&bucket=${bucketName(place, bucket)}`),
  })),
  ...[ledgerTableName(place.env), profileTableName(place.env)].map((table) => ({
    key: `table.${table.split('-').at(-1) ?? ''}`,
    value: table,
    arn: arn('dynamodb', `table/${table}`),
  })),
  ...(['data', 'sensitive', 'hmac'] as const).map((key) => ({
    key: `key.${key}`,
    value: keyAlias(place.env, key),
  })),
  { key: 'databases', value: DATABASES.join(' ') },
];

const streamNamed = (name: string): string => {
  const contract = contracts[name];
  return contract === undefined ? name : streamOf(contract);
};

/** What a client's environment needs, for `export`. */
export function variablesOf(
  place: Place,
  endpoint: string | undefined,
): Readonly<Record<string, string>> {
  return {
    AWS_REGION: place.region,
    ...(endpoint === undefined
      ? {}
      : {
          AWS_ENDPOINT_URL: endpoint,
          AWS_ACCESS_KEY_ID: 'laptop',
          AWS_SECRET_ACCESS_KEY: 'laptop',
        }),
    SLUICE_STREAM: streamName(place.env, 'transactions'),
    SLUICE_LANDING: `s3://${bucketName(place, 'landing')}`,
    SLUICE_WORKGROUP: ANALYSTS_WORKGROUP,
  };
}
