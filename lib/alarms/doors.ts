import { streamOf } from '../../lambdas/shared/contracts/contract';
import { deliveryStreamName, functionName, streamName } from '../../lambdas/shared/names';
import type { Config } from '../config';
import { contractOf } from '../contract-of';
import type { Alarm } from './alarm';
import { aws, own } from './metrics';

/** Lambdas that read a stream: each falls behind by itself. */
export const STREAM_CONSUMERS = ['archive-records', 'watch-records'] as const;

export interface Doors {
  readonly config: Config;
  /** Physical names of the functions that exist. */
  readonly functions: readonly string[];
}

/** Streams, what reads them, deliveries: by contract. */
export const doorAlarms = (doors: Doors): readonly Alarm[] => [
  ...doors.config.streams.flatMap(({ contract }) => [
    ...throttles(doors, contract),
    ...delivery(doors, contract),
    ...unread(doors, contract),
    ...STREAM_CONSUMERS.flatMap((entry) => lag(doors, entry, contract)),
  ]),
  silence(doors.config),
];

function throttles({ config }: Doors, contract: string): readonly Alarm[] {
  const stream = streamOf(contractOf(contract));
  const dimensions = { StreamName: streamName(config.env, stream) };
  const alarm = { kind: 'failed', when: '>', threshold: 0, periodMinutes: 5, of: 3 } as const;
  return [
    {
      ...alarm,
      id: `write-throttles-${stream}`,
      tells: 'ingest-stopped',
      impact: `Producers of ${contract} are refused and have to send again.`,
      runbook: 'write-throttles',
      value: aws('Kinesis', 'WriteProvisionedThroughputExceeded', dimensions, 'Sum'),
      periods: 3,
      missing: 'notBreaching',
    },
    {
      ...alarm,
      id: `read-throttles-${stream}`,
      tells: 'machinery',
      impact: `Consumers of ${contract} share too few reads: archive, delivery and alerts come late.`,
      runbook: 'read-throttles',
      value: aws('Kinesis', 'ReadProvisionedThroughputExceeded', dimensions, 'Sum'),
      periods: 3,
      missing: 'notBreaching',
    },
  ];
}

function delivery({ config }: Doors, contract: string): readonly Alarm[] {
  const dimensions = { DeliveryStreamName: deliveryStreamName(config.env, contract) };
  return [
    {
      id: `delivery-late-${contract}`,
      kind: 'did not happen',
      tells: 'ingest-stopped',
      impact: `Records of ${contract} wait before bronze for longer than buffers explain.`,
      runbook: 'delivery-late',
      value: aws('Firehose', 'DeliveryToS3.DataFreshness', dimensions, 'Maximum'),
      when: '>',
      threshold: config.monitoring.freshnessMinutes.bronze * 60,
      periodMinutes: 5,
      periods: 2,
      missing: 'notBreaching',
    },
    {
      id: `conversion-failed-${contract}`,
      kind: 'failed',
      tells: 'records-stuck',
      impact: `Rows of ${contract} did not fit their Parquet schema and are in no table.`,
      runbook: 'conversion-failed',
      value: aws('Firehose', 'FailedConversion.Records', dimensions, 'Sum'),
      when: '>',
      threshold: 0,
      periodMinutes: 5,
      periods: 1,
      missing: 'notBreaching',
    },
  ];
}

/**
 * Before it has read a record Firehose knows no age of it: what waits in a stream that it cannot read shows in how far
 * it is behind, and in nothing taken of what was put in when it cannot even tell that.
 */
function unread({ config }: Doors, contract: string): readonly Alarm[] {
  const { env, monitoring } = config;
  const dimensions = { DeliveryStreamName: deliveryStreamName(env, contract) };
  const stream = { StreamName: streamName(env, streamOf(contractOf(contract))) };
  const alarm = {
    kind: 'did not happen',
    tells: 'ingest-stopped',
    runbook: 'delivery-unread',
    when: '>',
    missing: 'notBreaching',
  } as const;
  return [
    {
      ...alarm,
      id: `delivery-behind-${contract}`,
      impact: `Firehose is behind the stream of ${contract}: past its retention records never reach bronze.`,
      value: aws('Firehose', 'KinesisMillisBehindLatest', dimensions, 'Maximum'),
      threshold: monitoring.freshnessMinutes.bronze * 60_000,
      periodMinutes: 5,
      periods: 2,
    },
    {
      ...alarm,
      id: `delivery-unread-${contract}`,
      impact: `Firehose reads none of the records that ${contract} receives: past retention they are lost to bronze.`,
      value: {
        formula: 'IF(put > 0, IF(FILL(taken, 0) == 0, 1, 0), 0)',
        of: {
          put: aws('Kinesis', 'IncomingRecords', stream, 'Sum'),
          taken: aws('Firehose', 'DataReadFromKinesisStream.Records', dimensions, 'Sum'),
        },
      },
      threshold: 0,
      periodMinutes: 15,
      periods: 2,
    },
  ];
}

function lag(
  { config, functions }: Doors,
  entry: (typeof STREAM_CONSUMERS)[number],
  contract: string,
): readonly Alarm[] {
  const name = functionName(config.env, `${entry}-${contract}`);
  if (!functions.includes(name)) return [];
  return [
    {
      id: `behind-${entry}-${contract}`,
      kind: 'did not happen',
      tells: entry === 'watch-records' ? 'alerts-late' : 'ingest-stopped',
      impact: `Consumer ${entry} is behind the stream of ${contract}: its work comes late, past retention never.`,
      runbook: 'consumer-behind',
      value: aws('Lambda', 'IteratorAge', { FunctionName: name }, 'Maximum'),
      when: '>',
      threshold: config.monitoring.iteratorAgeMinutes * 60_000,
      periodMinutes: 5,
      periods: 2,
      missing: 'notBreaching',
    },
  ];
}

/** The zone and its calendar are judged by check-health: a formula of CloudWatch knows hours of UTC only. */
const silence = ({ monitoring }: Config): Alarm => ({
  id: 'no-records',
  kind: 'did not happen',
  tells: 'ingest-stopped',
  impact: 'No transaction has arrived during business hours: sources are cut off.',
  runbook: 'no-records',
  value: own('SilentMinutes', 'Maximum'),
  when: '>=',
  threshold: monitoring.silenceMinutes,
  periodMinutes: monitoring.healthEveryMinutes,
  periods: 1,
  missing: 'notBreaching',
});
