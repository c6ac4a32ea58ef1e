import { at, listOf, ofType, text, word, type Resource, type Templates } from '../templates';
import { alarmLine, alarmsOf, compositesOf, partsOf, told } from './alarm-lines';
import type { Checks } from './check';
import { differs } from './compare';
import { expectedAlarms } from './expected-alarms';

const QUEUES = 'waiting-';

const COMPOSITES: Readonly<Record<string, { readonly tells: string; readonly parts: RegExp }>> = {
  'ingest-stopped': {
    tells: 'page',
    parts:
      /^(write-throttles-|delivery-(late|behind|unread)-|behind-archive-|no-records$|errors-(transform|archive)-records-)/,
  },
  'records-stuck': {
    tells: 'page',
    parts:
      /^(conversion-failed-|destination-failures$|unjudged-|waiting-(failed-events|given-up-batches)$|errors-(ingest-file|note-object|collect-failed)$)/,
  },
  'alerts-late': {
    tells: 'page',
    parts: /^(behind-watch-|unwatched-|throttled-profile$|errors-(watch-records-|notify-chat$))/,
  },
  'tables-stale': {
    tells: 'page',
    parts:
      /^(imbalance$|waiting-(undelivered-runs|failed-warehouse-work)$|run-failed$|stopped-|no-successful-run$|(silver|gold)-stale$|errors-((plan|report)-run|render-build|judge-build|publish-slices|(load|migrate)-warehouse)$)/,
  },
  'data-suspect': { tells: 'ticket', parts: /^(rejects|volume|file-missing|quality)$/ },
  machinery: {
    tells: 'ticket',
    parts:
      /^(read-throttles-|function-throttles$|throttled-(ledger|configuration)$|statements-failed$|waiting-(unlooked|failed-network-changes)$|errors-(check-health|reap-slices|settle-network)$)/,
  },
};

/** Whose page is enough for both. */
const QUIET_DURING: Readonly<Record<string, string>> = {
  'ingest-stopped': 'key-at-risk',
  'records-stuck': 'ingest-stopped',
  'alerts-late': 'ingest-stopped',
  'tables-stale': 'ingest-stopped',
  'data-suspect': 'ingest-stopped',
};

/** What rings by and by when one thing breaks. */
const CAUSES: Readonly<Record<string, RegExp>> = {
  'a disabled key': /^(key-at-risk|delivery-|behind-|unjudged-|run-failed|silver-stale|errors-)/,
  'a stream that refuses reads': /^(read-throttles-|behind-|unjudged-|delivery-behind-)/,
  'Firehose that may not read': /^(delivery-(behind|unread)-|unjudged-|no-records$)/,
  'a broken gate': /^(errors-transform-records-|delivery-late-|conversion-failed-|unjudged-)/,
  'a broken watcher': /^(errors-watch-records-|behind-watch-|unwatched-|throttled-profile$)/,
  'a file nobody can load': /^(errors-ingest-file|waiting-failed-events|file-missing)$/,
  'a batch that is given up': /^(waiting-given-up-batches)$/,
  'rows that do not balance': /^(imbalance|run-failed|silver-stale|gold-stale)$/,
  'runs that are not started':
    /^(waiting-undelivered-runs|no-successful-run|silver-stale|gold-stale)$/,
  'a pipeline that fails':
    /^(run-failed|errors-plan-run|statements-failed|no-successful-run|silver-stale)$/,
  'a network that changed':
    /^(waiting-failed-network-changes|errors-settle-network|delivery-late-)/,
};

/** The alarm or composite during which a composite tells nobody. */
function suppressorOf(lake: Templates, { Properties }: Resource): string | undefined {
  const quiet = text(Properties.ActionsSuppressor);
  return [...alarmsOf(lake), ...compositesOf(lake)].find(([, { id }]) =>
    quiet.includes(`"${id}"`),
  )?.[0];
}

/** Who pages when these alarms ring: those that say so themselves, and composites whose cause does not ring. */
function pagesOf(lake: Templates, rings: RegExp): readonly string[] {
  const alarms = [...alarmsOf(lake)].filter(([name]) => rings.test(name));
  const parts = new Set(alarms.map(([name]) => name));
  const composites = [...compositesOf(lake)].filter(([, composite]) =>
    partsOf(lake, composite).some((part) => parts.has(part)),
  );
  const ringing = new Set([...parts, ...composites.map(([name]) => name)]);
  return [...alarms, ...composites]
    .filter(([, one]) => told(one) === 'page' && !ringing.has(suppressorOf(lake, one) ?? ''))
    .map(([name]) => name);
}

/** How another stack, or its own, refers to a resource whose name CloudFormation makes. */
const outputs = ({ stack, id }: { readonly stack: string; readonly id: string }) => [
  `=${stack}${id.slice(0, -8)}`,
  `{${id}.`,
];

/** Names of resources of a type that no alarm's metric mentions. */
function uncovered(lake: Templates, type: string, metric: RegExp, property?: string) {
  const covered = [...alarmsOf(lake).values()].map(alarmLine).filter((line) => metric.test(line));
  const resources = ofType(lake, type);
  const missed = resources.filter(({ stack, id, Properties }) => {
    const names = property === undefined ? outputs({ stack, id }) : [word(Properties[property])];
    return !covered.some((line) => names.some((name) => line.includes(name)));
  });
  return resources.length === 0
    ? [`no ${type}`]
    : missed.map(({ id }) => `${id} fails unheard: nothing watches it`);
}

export const monitoringChecks: Checks = {
  'every alarm measures, compares and tells as it should': (lake) => {
    const alarms = alarmsOf(lake);
    const expected = expectedAlarms(lake);
    const others = [...alarms.keys()].filter(
      (name) => !(name in expected) && !name.startsWith(QUEUES),
    );
    return [
      ...others.map((name) => `${name} is not expected`),
      ...Object.entries(expected).flatMap(([name, line]) => {
        const alarm = alarms.get(name);
        return alarm === undefined ? [`${name} is missing`] : differs(name, alarmLine(alarm), line);
      }),
    ];
  },

  'a queue in which something waits rings at once': (lake) => {
    const waiting = [...alarmsOf(lake)].filter(([name]) => name.startsWith(QUEUES));
    const wanted =
      /^AWS\/SQS ApproximateNumberOfMessagesVisible\{QueueName=\S+\} Maximum 300s \| > 0 \| 1 of 1 \| notBreaching \| noted$/;
    return waiting
      .filter(([, alarm]) => !wanted.test(alarmLine(alarm)))
      .map(([name, alarm]) => `${name} is ${alarmLine(alarm)}`);
  },

  'every function, stream, delivery, queue, table and machine is watched': (lake) => [
    ...uncovered(lake, 'AWS::Lambda::Function', /^AWS\/Lambda Errors/, 'FunctionName'),
    ...uncovered(lake, 'AWS::Kinesis::Stream', /^AWS\/Kinesis Write/, 'Name'),
    ...uncovered(lake, 'AWS::KinesisFirehose::DeliveryStream', /Freshness/, 'DeliveryStreamName'),
    ...uncovered(lake, 'AWS::SQS::Queue', /^AWS\/SQS/),
    ...uncovered(lake, 'AWS::DynamoDB::Table', /ThrottleEvents/, 'TableName'),
    ...uncovered(lake, 'AWS::StepFunctions::StateMachine', /TimedOut/, 'StateMachineName'),
  ],

  'every alarm is part of one composite, or tells somebody itself': (lake) => {
    const composites = [...compositesOf(lake)].map(
      ([name, composite]) => [name, partsOf(lake, composite)] as const,
    );
    return [...alarmsOf(lake)].flatMap(([name, alarm]) => {
      const places = composites.filter(([, parts]) => parts.includes(name)).length;
      const wanted = told(alarm) === 'noted' ? 1 : 0;
      return places === wanted ? [] : [`${name} is part of ${places} composites, not ${wanted}`];
    });
  },

  'composites hold their parts, and tell by how soon somebody has to look': (lake) => {
    const composites = compositesOf(lake);
    const names = [...alarmsOf(lake).keys()];
    return [
      ...differs('composites', [...composites.keys()].sort(), Object.keys(COMPOSITES).sort()),
      ...[...composites].flatMap(([name, composite]) => {
        const { tells = '', parts = /^$/ } = COMPOSITES[name] ?? {};
        const wanted = names.filter((part) => parts.test(part)).sort();
        return [
          ...differs(name, told(composite), tells),
          ...differs(`${name} parts`, [...partsOf(lake, composite)], wanted),
        ];
      }),
    ];
  },

  'consequences are quiet while their cause rings, for a while': (lake) =>
    [...compositesOf(lake)].flatMap(([name, composite]) => {
      const { Properties } = composite;
      const cause = QUIET_DURING[name];
      if (cause === undefined)
        return differs(`${name} suppressor`, Properties.ActionsSuppressor, null);
      return [
        ...differs(`${name} suppressor`, suppressorOf(lake, composite), cause),
        ...differs(`${name} wait`, Properties.ActionsSuppressorWaitPeriod, 300),
        ...differs(`${name} extension`, Properties.ActionsSuppressorExtensionPeriod, 900),
      ];
    }),

  'one cause pages once': (lake) =>
    Object.entries(CAUSES).flatMap(([cause, rings]) => {
      const pages = pagesOf(lake, rings);
      return pages.length === 1 ? [] : [`${cause} pages by ${pages.join(', ') || 'nothing'}`];
    }),

  'every alarm says what is broken for whom, and where help stands': (lake) => {
    const alarms = [...alarmsOf(lake), ...compositesOf(lake)];
    const wanted = new RegExp(
      `^[A-Z][^.]{25,}\\. What to do: ${lake.config.monitoring.runbook}#[a-z-]+$`,
    );
    return [
      ...(alarms.length < 60 ? [`only ${alarms.length} alarms`] : []),
      ...alarms
        .filter(([, { Properties }]) => !wanted.test(word(Properties.AlarmDescription)))
        .map(([name, { Properties }]) => `${name} says ${word(Properties.AlarmDescription)}`),
    ];
  },

  'own metrics stay few: each series costs 30 cents a month': (lake) => {
    const series = new Set(
      [...alarmsOf(lake).values()].flatMap((alarm) =>
        [...alarmLine(alarm).matchAll(/Sluice (\w+\{[^}]*\})/g)].map(([, name = '']) => name),
      ),
    );
    const few = listOf([...series]).length;
    return few <= 25 ? [] : [`${few} series of our own are alarmed`];
  },

  'a statement of people or the pipeline cannot scan without end': (lake) =>
    ofType(lake, 'AWS::Athena::WorkGroup').flatMap(({ id, Properties }) =>
      Number(at(Properties.WorkGroupConfiguration, 'BytesScannedCutoffPerQuery')) > 0
        ? []
        : [`${id} has no cutoff`],
    ),
};
