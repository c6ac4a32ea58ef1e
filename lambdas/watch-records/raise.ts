import type { Alert } from '../shared/alerts';
import { eachLimited } from '../shared/each-limited';
import type { Alerts } from './alert-store';

export interface RaisePorts {
  readonly alerts: Alerts;
  /** @returns ids of those that were not published, with a code */
  readonly tell: (alerts: readonly Alert[]) => Promise<ReadonlyMap<string, string>>;
}
export interface Raised {
  /** Alerts that nobody had found before. */
  readonly found: number;
  /** Codes of what went wrong, by id of the alert: it stays open, and the records come again. */
  readonly failed: ReadonlyMap<string, string>;
}

/** Calls of DynamoDB at the same time. */
const PARALLEL = 16;

const codeOf = (fault: unknown): string => (fault instanceof Error ? fault.name : 'unknown');

/**
 * Tells what nobody was told yet. The order of the steps is what makes it safe to be cut off anywhere: an alert is
 * written down as open, then published, and only then marked as done; whoever finds an open one goes on from there.
 * So none is lost, and one that is published twice has the same id.
 */
export async function raise(found: readonly Alert[], ports: RaisePorts): Promise<Raised> {
  const failed = new Map<string, string>();
  // The first of a burst is told, the others are quiet.
  const unique = [...new Map(found.map((alert) => [alert.id, alert])).values()].sort((a, b) =>
    a.happenedAt < b.happenedAt ? -1 : 1,
  );
  const guarded = (work: (alert: Alert) => Promise<void>) => (alert: Alert) =>
    work(alert).catch((fault: unknown) => void failed.set(alert.id, codeOf(fault)));
  const fresh: Alert[] = [];
  const loud: Alert[] = [];
  await eachLimited(
    unique,
    PARALLEL,
    guarded(async (alert) => {
      const state = await ports.alerts.open(alert);
      if (state === 'new') fresh.push(alert);
      if (state === 'told' || state === 'quiet') return;
      if (await ports.alerts.mayTell(alert)) loud.push(alert);
      else await ports.alerts.close(alert, 'quiet');
    }),
  );
  const refused = loud.length === 0 ? new Map<string, string>() : await ports.tell(loud);
  for (const [id, code] of refused) failed.set(id, code);
  const told = loud.filter(({ id }) => !refused.has(id));
  await eachLimited(
    told,
    PARALLEL,
    guarded((alert) => ports.alerts.close(alert, 'told')),
  );
  return { found: fresh.length, failed };
}
