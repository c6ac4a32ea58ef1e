import type { Resources } from '../assembly/resources';

/** Types that the laptop runtime brings to life; every other is only referred to. */
const SERVED = new Set([
  'AWS::Athena::WorkGroup',
  'AWS::DynamoDB::Table',
  'AWS::Events::Rule',
  'AWS::Glue::Database',
  'AWS::Glue::Table',
  'AWS::Kinesis::Stream',
  'AWS::KinesisFirehose::DeliveryStream',
  'AWS::KMS::Alias',
  'AWS::KMS::Key',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Lambda::Function',
  'AWS::RedshiftServerless::Namespace',
  'AWS::RedshiftServerless::Workgroup',
  'AWS::S3::Bucket',
  'AWS::Scheduler::Schedule',
  'AWS::SNS::Topic',
  'AWS::StepFunctions::StateMachine',
]);

export interface RuntimeInfo {
  readonly region: string;
  readonly account: string;
  readonly dataDir: string;
  readonly stacks: readonly string[];
  /** Number of resources by type that this runtime serves. */
  readonly served: Readonly<Record<string, number>>;
  /** Number of resources by type that are only referred to: permissions, alarms, log groups. */
  readonly unserved: Readonly<Record<string, number>>;
  /** What differs from an account, for a banner. */
  readonly differences: readonly string[];
}

export function runtimeInfo(
  place: { region: string; account: string; dataDir: string },
  resources: Resources,
  options: { schedule: boolean; throttle: boolean },
): RuntimeInfo {
  const served: Record<string, number> = {};
  const unserved: Record<string, number> = {};
  for (const { type } of resources.all) {
    const counts = SERVED.has(type) ? served : unserved;
    counts[type] = (counts[type] ?? 0) + 1;
  }
  const stacks = [...new Set(resources.all.map((resource) => resource.stack))];
  return { ...place, stacks, served, unserved, differences: differences(options, served) };
}

const differences = (
  { schedule, throttle }: { schedule: boolean; throttle: boolean },
  served: RuntimeInfo['served'],
) => [
  'Firehose writes after 1 idle second, 10 seconds or 32 MB, and before every run',
  schedule ? 'schedules run at their rates' : 'schedules are off: runs start when asked for',
  throttle ? 'shards have their write limits' : 'shards take any rate',
  'retries wait seconds, not minutes',
  'topics reach nobody: what they say is kept (sns/ in the data folder), alerts show with "sluice alerts"',
  ...('AWS::RedshiftServerless::Workgroup' in served
    ? [
        'the warehouse is a DuckDB database: roles and grants are kept and not checked, distribution and sort keys have no effect',
      ]
    : []),
  'permissions, signatures and encryption at rest are not checked or done',
];
