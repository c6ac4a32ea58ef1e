import { ofType, word, type Templates } from '../templates';

type Expected = Readonly<Record<string, string>>;
const names = (lake: Templates, type: string, property: string): readonly string[] =>
  ofType(lake, type).map(({ Properties }) => word(Properties[property]));

const machine = (env: string, name: string): string =>
  `{StateMachineArn=arn:aws:states:\${AWS::Region}:\${AWS::AccountId}:stateMachine:sluice-${env}-${name}}`;

/** Contracts whose stream has another name. */
const STREAMS: Readonly<Record<string, string>> = { stock_movements: 'inventory' };
/** Functions that only runs and deployments call: a quarter of an hour apart. */
const RARE =
  /^((plan|report)-run|render-build|judge-build|publish-slices|(load|migrate)-warehouse)$/;

function ofStreams(lake: Templates): Expected {
  const { env, config } = lake;
  const lines: Record<string, string> = {};
  for (const stream of names(lake, 'AWS::Kinesis::Stream', 'Name')) {
    const contract = stream.slice(`sluice-${env}-`.length);
    for (const [way, metric] of [
      ['write', 'Write'],
      ['read', 'Read'],
    ] as const) {
      lines[`${way}-throttles-${contract}`] =
        `AWS/Kinesis ${metric}ProvisionedThroughputExceeded{StreamName=${stream}} Sum 300s | > 0 | 3 of 3 | notBreaching | noted`;
    }
  }
  for (const delivery of names(
    lake,
    'AWS::KinesisFirehose::DeliveryStream',
    'DeliveryStreamName',
  )) {
    const contract = delivery.slice(`sluice-${env}-`.length).replace(/-delivery$/, '');
    const dimensions = `{DeliveryStreamName=${delivery}}`;
    lines[`delivery-late-${contract}`] =
      `AWS/Firehose DeliveryToS3.DataFreshness${dimensions} Maximum 300s | > ${config.monitoring.freshnessMinutes.bronze * 60} | 2 of 2 | notBreaching | noted`;
    lines[`delivery-behind-${contract}`] =
      `AWS/Firehose KinesisMillisBehindLatest${dimensions} Maximum 300s | > ${config.monitoring.freshnessMinutes.bronze * 60_000} | 2 of 2 | notBreaching | noted`;
    lines[`delivery-unread-${contract}`] =
      'IF(put > 0, IF(FILL(taken, 0) == 0, 1, 0), 0) where ' +
      `put = AWS/Kinesis IncomingRecords{StreamName=sluice-${env}-${STREAMS[contract] ?? contract}} Sum 900s; ` +
      `taken = AWS/Firehose DataReadFromKinesisStream.Records${dimensions} Sum 900s | > 0 | 2 of 2 | notBreaching | noted`;
    lines[`conversion-failed-${contract}`] =
      `AWS/Firehose FailedConversion.Records${dimensions} Sum 300s | > 0 | 1 of 1 | notBreaching | noted`;
  }
  return lines;
}

/** A function that is fed by a stream has an event source mapping: whoever it is must not fall behind. */
function ofFunctions(lake: Templates): Expected {
  const { env, config } = lake;
  const fed = new Set(
    ofType(lake, 'AWS::Lambda::EventSourceMapping').map(
      ({ stack, Properties }) => `${stack} ${JSON.stringify(Properties.FunctionName)}`,
    ),
  );
  const lines: Record<string, string> = {};
  for (const { stack, id, Properties } of ofType(lake, 'AWS::Lambda::Function')) {
    const name = word(Properties.FunctionName);
    const about = name.slice(`sluice-${env}-`.length);
    lines[`errors-${about}`] =
      `AWS/Lambda Errors{FunctionName=${name}} Sum ${RARE.test(about) ? 900 : 300}s | > 0 | 2 of 3 | notBreaching | noted`;
    if (fed.has(`${stack} {"Ref":"${id}"}`)) {
      lines[`behind-${about}`] =
        `AWS/Lambda IteratorAge{FunctionName=${name}} Maximum 300s | > ${config.monitoring.iteratorAgeMinutes * 60_000} | 2 of 2 | notBreaching | noted`;
    }
    if (!about.startsWith('watch-records-')) continue;
    const contract = about.slice('watch-records-'.length);
    lines[`unwatched-${contract}`] =
      `Sluice ProcessingErrors{Contract=${contract}} Sum 900s | > 0 | 1 of 1 | notBreaching | noted`;
  }
  return {
    ...lines,
    'function-throttles': 'AWS/Lambda Throttles{} Sum 300s | > 0 | 3 of 3 | notBreaching | noted',
    'destination-failures':
      'AWS/Lambda DestinationDeliveryFailures{} Sum 300s | > 0 | 1 of 1 | notBreaching | noted',
    'health-unchecked': `AWS/Lambda Invocations{FunctionName=sluice-${env}-check-health} Sum 3600s | < 1 | 1 of 1 | breaching | ticket`,
    'unjudged-transactions':
      'IF(seen > 0, ABS(seen - FILL(accepted, 0) - FILL(rejected, 0)) / seen, 0) where ' +
      'accepted = Sluice RecordsAccepted{Contract=transactions} Sum 3600s; ' +
      'rejected = Sluice RecordsRejected{Contract=transactions} Sum 3600s; ' +
      'seen = Sluice RecordsProcessed{Contract=transactions} Sum 3600s | > 0.05 | 2 of 2 | notBreaching | noted',
  };
}

function ofRuns({ env, config: { monitoring, warehouse } }: Templates): Expected {
  const stopped = (name: string): string =>
    `FILL(late, 0) + FILL(aborted, 0) where aborted = AWS/States ExecutionsAborted${machine(env, name)} Sum 900s; ` +
    `late = AWS/States ExecutionsTimedOut${machine(env, name)} Sum 900s | > 0 | 1 of 1 | notBreaching | noted`;
  const quarters = monitoring.runSlaMinutes / 15;
  const age = (layer: 'Silver' | 'Gold', minutes: number): string =>
    `Sluice ${layer}AgeMinutes{} Maximum 900s | > ${minutes} | 2 of 2 | notBreaching | noted`;
  return {
    'run-failed': 'Sluice RunsFailed{} Sum 900s | > 0 | 1 of 1 | notBreaching | noted',
    'stopped-medallion': stopped('medallion'),
    'stopped-build-table': stopped('build-table'),
    'no-successful-run': `AWS/States ExecutionsSucceeded${machine(env, 'medallion')} Sum 900s | < 1 | ${quarters} of ${quarters} | breaching | noted`,
    'slow-runs': `Sluice RunSeconds{} p95 3600s | > ${monitoring.p95RunMinutes * 60} | 2 of 2 | notBreaching | ticket`,
    'export-failed': 'Sluice ExportsFailed{} Sum 900s | > 0 | 1 of 1 | notBreaching | ticket',
    'statements-failed':
      'AWS/Athena TotalExecutionTime{QueryState=FAILED QueryType=DML WorkGroup=sluice-pipeline} SampleCount 900s | >= 3 | 1 of 1 | notBreaching | noted',
    'silver-stale': age('Silver', monitoring.freshnessMinutes.silver),
    'gold-stale': age('Gold', monitoring.freshnessMinutes.gold),
    'regulatory-late':
      'Sluice RegulatoryReportsLate{} Maximum 900s | > 0 | 1 of 1 | notBreaching | page',
    ...(warehouse !== 'off' && {
      'load-failed': 'Sluice LoadsFailed{} Sum 900s | > 0 | 1 of 1 | notBreaching | ticket',
    }),
  };
}

function ofData({ config: { monitoring } }: Templates): Expected {
  const hourly = (what: string, when: string): string =>
    `${what} 3600s | ${when} | 1 of 1 | notBreaching | noted`;
  return {
    'no-records': `Sluice SilentMinutes{} Maximum ${monitoring.healthEveryMinutes * 60}s | >= ${monitoring.silenceMinutes} | 1 of 1 | notBreaching | noted`,
    rejects: hourly('Sluice WorstRejectShare{} Maximum', `> ${monitoring.rejectShare}`),
    volume: hourly(
      'ABS(sigmas) where sigmas = Sluice VolumeSigmas{} Average',
      `> ${monitoring.volumeSigmas}`,
    ),
    'file-missing': hourly('Sluice FilesMissing{} Maximum', '> 0'),
    quality: hourly('Sluice QualityScore{} Minimum', `< ${monitoring.qualityScore}`),
    imbalance: hourly('Sluice RecordsImbalanced{} Maximum', '> 0'),
  };
}

function ofStores(lake: Templates): Expected {
  const { env } = lake;
  const tables = names(lake, 'AWS::DynamoDB::Table', 'TableName').map((name): [string, string] => [
    `throttled-${name.slice(`sluice-${env}-`.length)}`,
    `FILL(reads, 0) + FILL(writes, 0) where reads = AWS/DynamoDB ReadThrottleEvents{TableName=${name}} Sum 300s; ` +
      `writes = AWS/DynamoDB WriteThrottleEvents{TableName=${name}} Sum 300s | > 0 | 2 of 3 | notBreaching | noted`,
  ]);
  const audit = {
    'human-decrypt': 'HumanDecrypts',
    'lock-bypass': 'LockBypasses',
    'trail-changed': 'TrailChanges',
  };
  return {
    ...Object.fromEntries(tables),
    ...Object.fromEntries(
      Object.entries(audit).map(([id, metric]) => [
        id,
        `Sluice/Audit ${metric}{} Sum 300s | > 0 | 1 of 1 | notBreaching | page`,
      ]),
    ),
    // An hour, so that what a lost key stops is folded into it.
    'key-at-risk': 'Sluice/Audit KeysAtRisk{} Sum 300s | > 0 | 1 of 12 | notBreaching | page',
    'rules-changed': 'Sluice/Audit RulesChanged{} Sum 300s | > 0 | 1 of 1 | notBreaching | ticket',
    'pages-undelivered': `AWS/SNS NumberOfNotificationsFailed{TopicName=sluice-${env}-page} Sum 300s | > 0 | 1 of 1 | notBreaching | ticket`,
  };
}

/** Every alarm but those of queues, by name: what has to be watched follows from the resources that there are. */
export const expectedAlarms = (lake: Templates): Expected => ({
  ...ofStreams(lake),
  ...ofFunctions(lake),
  ...ofRuns(lake),
  ...ofData(lake),
  ...ofStores(lake),
});
