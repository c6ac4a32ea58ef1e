import { streamOf } from '../../lambdas/shared/contracts/contract';
import {
  PIPELINE_WORKGROUP,
  deliveryStreamName,
  machineArn,
  streamName,
  type Place,
} from '../../lambdas/shared/names';
import type { Config } from '../config';
import { contractOf } from '../contract-of';
import type { WatchedFunction } from '../watchlist';
import type { Measure, Value } from './alarm';
import { aws, own } from './metrics';
import type { NamedQueue } from './stores';

export interface Graph {
  readonly title: string;
  readonly unit: string;
  readonly periodMinutes: number;
  readonly lines: readonly (Value & { readonly label: string })[];
  /** Where its alarm rings. */
  readonly limit?: { readonly value: number; readonly label: string };
}
export type DashboardRow = readonly Graph[];

export interface Shown {
  readonly config: Config;
  readonly place: Place;
  readonly functions: readonly WatchedFunction[];
  readonly queues: readonly NamedQueue[];
}

const named = <V extends Value>(label: string, value: V): V & { readonly label: string } => ({
  ...value,
  label,
});

/** In the order data flows: what comes in, how old each layer is, runs, the books, money, errors. */
export const dashboardRows = (shown: Shown): readonly DashboardRow[] => [
  [ingested(shown), rejected(shown), streams(shown)],
  [freshness(shown), deliveries(shown), runs(shown)],
  [seconds(shown), quality(shown), books(shown)],
  [dollars(shown), errors(shown), waiting(shown)],
];

const perContract = (
  { config }: Shown,
  measure: (contract: string) => Measure,
  files: readonly string[] = [],
): Graph['lines'] =>
  [...config.streams.map(({ contract }) => contract), ...files].map((contract) =>
    named(contract, measure(contract)),
  );

const ingested = (shown: Shown): Graph => ({
  title: 'Accepted records',
  unit: 'records per 5 minutes',
  periodMinutes: 5,
  lines: perContract(shown, (contract) => own('RecordsAccepted', 'Sum', contract), ['files']),
});

const rejected = (shown: Shown): Graph => ({
  title: 'Rejected share, worst source of the hour and each contract',
  unit: 'share',
  periodMinutes: 60,
  lines: [
    named('worst source', own('WorstRejectShare', 'Maximum')),
    ...shown.config.streams.map(({ contract }) =>
      named(contract, {
        formula: `IF(FILL(a_${contract}, 0) + FILL(r_${contract}, 0) > 0, FILL(r_${contract}, 0) / (FILL(a_${contract}, 0) + FILL(r_${contract}, 0)), 0)`,
        of: {
          [`a_${contract}`]: own('RecordsAccepted', 'Sum', contract),
          [`r_${contract}`]: own('RecordsRejected', 'Sum', contract),
        },
      }),
    ),
  ],
  limit: { value: shown.config.monitoring.rejectShare, label: 'alarm' },
});

const streams = (shown: Shown): Graph => ({
  title: 'Put into streams, and refused',
  unit: 'records per 5 minutes',
  periodMinutes: 5,
  lines: shown.config.streams.flatMap(({ contract }) => {
    const dimensions = {
      StreamName: streamName(shown.config.env, streamOf(contractOf(contract))),
    };
    return [
      named(contract, aws('Kinesis', 'IncomingRecords', dimensions, 'Sum')),
      named(
        `${contract} refused`,
        aws('Kinesis', 'WriteProvisionedThroughputExceeded', dimensions, 'Sum'),
      ),
    ];
  }),
});

const freshness = ({ config }: Shown): Graph => ({
  title: 'Age of each layer',
  unit: 'minutes',
  periodMinutes: config.monitoring.healthEveryMinutes,
  lines: [
    named('bronze', own('BronzeAgeMinutes', 'Maximum')),
    named('silver', own('SilverAgeMinutes', 'Maximum')),
    named('gold', own('GoldAgeMinutes', 'Maximum')),
  ],
  limit: { value: config.monitoring.freshnessMinutes.gold, label: 'alarm of silver and gold' },
});

const deliveries = (shown: Shown): Graph => ({
  title: 'Oldest record before bronze',
  unit: 'seconds',
  periodMinutes: 5,
  lines: perContract(shown, (contract) =>
    aws(
      'Firehose',
      'DeliveryToS3.DataFreshness',
      { DeliveryStreamName: deliveryStreamName(shown.config.env, contract) },
      'Maximum',
    ),
  ),
  limit: { value: shown.config.monitoring.freshnessMinutes.bronze * 60, label: 'alarm' },
});

const runs = ({ place }: Shown): Graph => {
  const dimensions = { StateMachineArn: machineArn(place, 'medallion') };
  return {
    title: 'Runs',
    unit: 'runs per hour',
    periodMinutes: 60,
    lines: ['Succeeded', 'Failed', 'TimedOut', 'Aborted'].map((end) =>
      named(end.toLowerCase(), aws('States', `Executions${end}`, dimensions, 'Sum')),
    ),
  };
};

const seconds = ({ config }: Shown): Graph => ({
  title: 'Duration of runs, p95',
  unit: 'seconds',
  periodMinutes: 60,
  lines: [named('p95', own('RunSeconds', 'p95'))],
  limit: { value: config.monitoring.p95RunMinutes * 60, label: 'alarm' },
});

const quality = ({ config }: Shown): Graph => ({
  title: 'Quality of what arrived in the last hours',
  unit: 'score, 0 to 1',
  periodMinutes: 60,
  lines: [named('score', own('QualityScore', 'Minimum'))],
  limit: { value: config.monitoring.qualityScore, label: 'alarm' },
});

const books = ({ config }: Shown): Graph => ({
  title: 'Row accounting, volume and expected files',
  unit: 'rows, sigmas, files',
  periodMinutes: 60,
  lines: [
    named('rows out of balance', own('RecordsImbalanced', 'Maximum')),
    named('sigmas of the last day', {
      formula: 'ABS(sigmas)',
      of: { sigmas: own('VolumeSigmas', 'Average') },
    }),
    named('files missing', own('FilesMissing', 'Maximum')),
  ],
  limit: { value: config.monitoring.volumeSigmas, label: 'alarm of the volume' },
});

const dollars = (_shown: Shown): Graph => ({
  title: 'Query cost of runs, and what the pipeline scanned',
  unit: 'dollars, terabytes per hour',
  periodMinutes: 60,
  lines: [
    named('dollars', own('QueryDollars', 'Sum')),
    named('terabytes', {
      formula: 'bytes / 1000000000000',
      of: { bytes: aws('Athena', 'ProcessedBytes', { WorkGroup: PIPELINE_WORKGROUP }, 'Sum') },
    }),
  ],
});

const errors = ({ functions }: Shown): Graph => ({
  title: 'Errors of functions',
  unit: 'errors per 5 minutes',
  periodMinutes: 5,
  lines: functions.map(({ name }) =>
    named(name, aws('Lambda', 'Errors', { FunctionName: name }, 'Sum')),
  ),
});

const waiting = ({ queues }: Shown): Graph => ({
  title: 'Waiting for a person',
  unit: 'messages',
  periodMinutes: 5,
  lines: queues.map(({ id, name }) =>
    named(id, aws('SQS', 'ApproximateNumberOfMessagesVisible', { QueueName: name }, 'Maximum')),
  ),
});
