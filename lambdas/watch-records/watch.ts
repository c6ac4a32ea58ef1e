import type { Alert } from '../shared/alerts';
import { eachLimited } from '../shared/each-limited';
import { alertOf } from './alert';
import { Failures } from './failures';
import type { Judged } from './judge';
import type { Known, Profiles } from './profile-store';
import { raise, type RaisePorts } from './raise';
import { amountAnomaly, isHighValue } from './rules';
import type { Delivered } from './sighting';
import { byCustomer, stepOf, type Step, type WatchContext } from './step';

export interface WatchPorts extends RaisePorts {
  readonly profiles: Profiles;
}
export interface Watched {
  /** Counts are of the records before the one to resume from: the others come again. */
  readonly processed: number;
  readonly highValue: number;
  /** Records that could not be looked at: those that come again, and those on which the gate itself failed. */
  readonly errors: number;
  /** Alerts that nobody had found before. */
  readonly found: number;
  /** Sequence number from which the batch has to come again. */
  readonly failedFrom?: string;
  /** Names of faults, for the log. */
  readonly faults: readonly string[];
}

/** Calls of DynamoDB at the same time. */
const PARALLEL = 32;
/** Times that another consumer may have written the same customer first. */
const MOST_ROUNDS = 10;

type Customers = ReadonlyMap<string, readonly Delivered[]>;
/** An alert with the records that come again when it cannot be told. */
type Found = readonly [alert: Alert, because: readonly Delivered[]];

const codeOf = (fault: unknown): string => (fault instanceof Error ? fault.name : 'unknown');

/** @returns how many alerts were new */
async function tellAll(found: readonly Found[], ports: WatchPorts, failures: Failures) {
  if (found.length === 0) return { fresh: 0, failed: new Set<string>() };
  const raised = await raise(
    found.map(([alert]) => alert),
    ports,
  );
  for (const [{ id }, because] of found) {
    const code = raised.failed.get(id);
    if (code !== undefined) failures.add(because, code);
  }
  return { fresh: raised.found, failed: new Set(raised.failed.keys()) };
}

/**
 * One round over customers: read, find, tell, and only then write, so that whoever is cut off between finds the same
 * again. @returns those whom another consumer wrote first
 */
async function round(
  customers: Customers,
  context: WatchContext,
  ports: WatchPorts,
  failures: Failures,
): Promise<{ readonly again: Customers; readonly fresh: number }> {
  const known = await ports.profiles.read([...customers.keys()]);
  const steps = [...customers].flatMap(([token, delivered]) => {
    const before = known.get(token);
    if (before === undefined) return [];
    return [{ token, delivered, before, step: stepOf(before.profile, delivered, context) }];
  });
  const found = steps.flatMap(({ step, delivered }) =>
    step.alerts.map((alert): Found => [alert, delivered]),
  );
  const { fresh, failed } = await tellAll(found, ports, failures);
  const isTold = ({ alerts }: Step): boolean => alerts.every(({ id }) => !failed.has(id));
  const again = new Map<string, readonly Delivered[]>();
  const write = async (token: string, delivered: readonly Delivered[], to: Known) => {
    try {
      if (!(await ports.profiles.write(token, to.profile, to.version))) again.set(token, delivered);
    } catch (fault) {
      failures.add(delivered, codeOf(fault));
    }
  };
  const due = steps.filter(({ step }) => step.isChanged && isTold(step));
  await eachLimited(due, PARALLEL, ({ token, delivered, before, step }) =>
    write(token, delivered, { profile: step.next, version: before.version }),
  );
  return { again, fresh };
}

async function keepProfiles(
  all: Customers,
  context: WatchContext,
  ports: WatchPorts,
  failures: Failures,
): Promise<number> {
  let customers = all;
  let found = 0;
  try {
    for (let rounds = 0; customers.size > 0 && rounds < MOST_ROUNDS; rounds += 1) {
      const { again, fresh } = await round(customers, context, ports, failures);
      customers = again;
      found += fresh;
    }
    for (const delivered of customers.values()) failures.add(delivered, 'WrittenByAnother');
  } catch (fault) {
    for (const delivered of customers.values()) failures.add(delivered, codeOf(fault));
  }
  return found;
}

/**
 * Judges a batch by the rules, keeps what is known of its customers and tells of anomalies. A customer or an alert
 * that cannot be handled does not stop the others; its records come again, and what was done is not done twice.
 */
export async function watch(
  batch: readonly Judged[],
  context: WatchContext,
  ports: WatchPorts,
): Promise<Watched> {
  const { settings, env } = context;
  const failures = new Failures();
  const sightings = batch.flatMap(({ sighting }) => (sighting === undefined ? [] : [sighting]));
  const amounts = sightings.flatMap((sighting): readonly Found[] => {
    const anomaly = amountAnomaly(sighting, settings);
    return anomaly === undefined ? [] : [[alertOf(anomaly, sighting, env), [sighting]]];
  });
  const { fresh } = await tellAll(amounts, ports, failures);
  const customers = byCustomer(sightings, settings);
  const found = fresh + (await keepProfiles(customers, context, ports, failures));
  const done = batch.filter(({ sequenceNumber }) => failures.isAfter(sequenceNumber));
  return {
    processed: done.length,
    highValue: done.filter(({ sighting: one }) => one && isHighValue(one, settings)).length,
    errors: batch.length - done.length + done.filter(({ isFault }) => isFault === true).length,
    found,
    ...(failures.from !== undefined && { failedFrom: failures.from }),
    faults: [...failures.faults],
  };
}
