import type { TemplateResource } from '../../lib/build/templates';
import { DAYS, SECONDS, shortName, type Month } from './month';
import { firesPerMonth, mentions, numberAt, textOf } from './properties';

/** How often a function runs in a month, and how long in all. */
export interface Calls {
  readonly count: number;
  readonly seconds: number;
  /** Called by something other than a state machine: a trace of its own. */
  readonly traced: boolean;
}
/** Seconds of a call, and on top of each record in it. */
interface Pace {
  readonly call: number;
  readonly record?: number;
}

/** Estimates for one arm64 core, above what the laptop's benches take. */
const PACES: Readonly<Record<string, Pace>> = {
  'transform-records': { call: 0.02, record: 0.000_025 },
  'archive-records': { call: 0.15, record: 0.000_01 },
  'watch-records': { call: 0.01, record: 0.000_1 },
  'ingest-file': { call: 10 },
  'note-object': { call: 0.15 },
  'plan-run': { call: 1.5 },
  'render-build': { call: 0.3 },
  'judge-build': { call: 1 },
  'publish-slices': { call: 1 },
  'report-run': { call: 0.5 },
  'check-health': { call: 5 },
};
const OTHER: Pace = { call: 2 };

/** The handler's folder and the contract that it is deployed for. */
export function entryOf(
  month: Month,
  name: unknown,
): { readonly entry: string; readonly contract?: string } {
  const short = shortName(month, name);
  for (const { contract } of month.config.streams) {
    if (short.endsWith(`-${contract}`))
      return { entry: short.slice(0, -contract.length - 1), contract };
  }
  return { entry: short };
}

export function callsOf(month: Month, resource: TemplateResource): Calls {
  const { entry, contract } = entryOf(month, resource.properties.FunctionName);
  const pace = PACES[entry] ?? OTHER;
  const count =
    contract === undefined ? plain(month, entry, resource) : streamed(month, contract, resource);
  const records = contract === undefined ? 0 : month.recordsOf(contract);
  const seconds = count * pace.call + records * (pace.record ?? 0);
  return { count, seconds, traced: !BY_MACHINE.has(entry) };
}

const BY_MACHINE = new Set([
  'plan-run',
  'render-build',
  'judge-build',
  'publish-slices',
  'report-run',
]);

/** Calls that follow from runs, files, objects or a schedule; what nothing is known of is called daily. */
function plain(month: Month, entry: string, resource: TemplateResource): number {
  const { runs, quietRuns, builds, levels, given } = month;
  const known: Readonly<Record<string, number>> = {
    'plan-run': runs * (1 + levels) + quietRuns,
    'render-build': builds,
    'judge-build': builds,
    'publish-slices': builds,
    'report-run': runs,
    'note-object': month.delivered,
    'ingest-file': given.filesPerDay * DAYS,
    'collect-failed': 0,
  };
  return known[entry] ?? (scheduled(month, resource) || DAYS);
}

function scheduled({ resources }: Month, { id, stack }: TemplateResource): number {
  const firing = resources.filter(
    ({ type, properties, stack: place }) =>
      place === stack &&
      (type === 'AWS::Scheduler::Schedule' || type === 'AWS::Events::Rule') &&
      mentions(properties.Target ?? properties.Targets, id),
  );
  return firing.reduce(
    (all, { properties }) => all + firesPerMonth(textOf(properties.ScheduleExpression)),
    0,
  );
}

/** A payload holds 6 MB; a record lies in it as base64 with what Lambda says about it. */
const PAYLOAD = 6_000_000;
const ENVELOPE = 300;

/** Calls of a stream's reader: a shard is asked once a second and waits for its window, batch or payload to fill. */
function streamed(month: Month, contract: string, { id, stack }: TemplateResource): number {
  const { given, resources } = month;
  const shards = month.shardsOf(contract);
  const perShard = (month.recordsOf(contract) * month.putsPerRecord) / SECONDS / shards;
  if (perShard === 0) return 0;
  const mapping = resources.find(
    ({ type, stack: place, properties }) =>
      type === 'AWS::Lambda::EventSourceMapping' &&
      place === stack &&
      mentions(properties.FunctionName, id),
  );
  const settings = mapping?.properties ?? FIREHOSE(month);
  const bytes = given.recordBytes * given.packed * 1.37 + ENVELOPE;
  const fill = Math.min(
    Math.max(1, numberAt(settings, 'MaximumBatchingWindowInSeconds')),
    numberAt(settings, 'BatchSize') / perShard,
    (numberAt(settings, 'PayloadBytes') || PAYLOAD) / bytes / perShard,
  );
  return (shards * SECONDS) / Math.max(fill, 1 / perShard);
}

/** Without a mapping it is Firehose that calls. */
const FIREHOSE = ({ config }: Month): Readonly<Record<string, number>> => ({
  MaximumBatchingWindowInSeconds: config.delivery.transformBufferSeconds,
  PayloadBytes: config.delivery.transformBufferMb * 1_000_000 * 1.37,
  BatchSize: Number.MAX_SAFE_INTEGER,
});
