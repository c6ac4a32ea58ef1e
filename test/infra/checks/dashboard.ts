import { ofType, word, type Templates } from '../templates';
import type { Checks } from './check';
import { plain } from './compare';

const bodyOf = (lake: Templates): string =>
  word(plain(ofType(lake, 'AWS::CloudWatch::Dashboard')[0]?.Properties.DashboardBody ?? ''));

/** What somebody who operates the lake has to see on one page. */
const SHOWN: Readonly<Record<string, readonly string[]>> = {
  ingest: ['"Sluice","RecordsAccepted","Contract","transactions"', '"IncomingRecords"'],
  rejects: ['"Sluice","WorstRejectShare"', '"Sluice","RecordsRejected","Contract"'],
  freshness: ['"BronzeAgeMinutes"', '"SilverAgeMinutes"', '"GoldAgeMinutes"', 'DataFreshness'],
  runs: ['ExecutionsSucceeded', 'ExecutionsFailed', 'ExecutionsTimedOut', '"RunSeconds"'],
  quality: ['"QualityScore"'],
  books: ['"RecordsImbalanced"', '"VolumeSigmas"', '"FilesMissing"'],
  cost: ['"QueryDollars"', '"ProcessedBytes"'],
  errors: ['"AWS/Lambda","Errors"', '"ApproximateNumberOfMessagesVisible"'],
};

export const dashboardChecks: Checks = {
  'there is one dashboard, by the name of the environment': (lake) => {
    const [one, ...others] = ofType(lake, 'AWS::CloudWatch::Dashboard');
    const name = word(one?.Properties.DashboardName ?? '');
    return name === `sluice-${lake.env}` && others.length === 0 ? [] : [`dashboard ${name}`];
  },

  'it shows the way of the data, money and errors': (lake) => {
    const body = bodyOf(lake);
    return Object.entries(SHOWN).flatMap(([topic, metrics]) =>
      metrics
        .filter((metric) => !body.includes(metric))
        .map((metric) => `the dashboard shows no ${metric} of ${topic}`),
    );
  },

  'it says what to do before it shows anything': (lake) => {
    const body = bodyOf(lake);
    const first = body.slice(0, body.indexOf('"type":"metric"'));
    return ['"type":"text"', lake.config.monitoring.runbook, 'npx sluice status']
      .filter((part) => !first.includes(part))
      .map((part) => `the dashboard does not begin with ${part}`);
  },

  'it names every function, stream and queue that can fail': (lake) => {
    const body = bodyOf(lake);
    const named = [
      ...ofType(lake, 'AWS::Lambda::Function').map(({ Properties }) => Properties.FunctionName),
      ...ofType(lake, 'AWS::Kinesis::Stream').map(({ Properties }) => Properties.Name),
      ...ofType(lake, 'AWS::KinesisFirehose::DeliveryStream').map(
        ({ Properties }) => Properties.DeliveryStreamName,
      ),
    ].map((name) => word(name ?? ''));
    return named
      .filter((name) => !body.includes(`"${name}"`))
      .map((name) => `${name} is not on the dashboard`);
  },

  'limits of alarms are drawn': (lake) => {
    const { monitoring } = lake.config;
    const limits = [
      monitoring.rejectShare,
      monitoring.freshnessMinutes.gold,
      monitoring.freshnessMinutes.bronze * 60,
      monitoring.p95RunMinutes * 60,
      monitoring.qualityScore,
      monitoring.volumeSigmas,
    ];
    const drawn = [...bodyOf(lake).matchAll(/"annotations":\{"horizontal":\[\{"value":([\d.]+)/g)];
    const values = drawn.map(([, value]) => Number(value));
    return limits
      .filter((limit) => !values.includes(limit))
      .map((limit) => `${limit} is not drawn`);
  },
};
