import type { Table } from '../shared/ledger/table';
import { alertItemOf, alertsOfDay, type Alert, type AlertOutcome } from '../shared/alerts';
import { quietOf } from './alert';

/**
 * What has become of an alert. `open`: it is written down, and nobody was told yet, as far as is known; `told` and
 * `quiet`: nothing is left to do.
 */
export interface Alerts {
  /** Writes an alert down. @returns `new` when nobody did before */
  open(alert: Alert): Promise<'new' | 'open' | AlertOutcome>;
  /** Whether this alert is the one that is told of its customer and rule in its interval. */
  mayTell(alert: Alert): Promise<boolean>;
  /** Lists the alert for people, then marks it as done. */
  close(alert: Alert, outcome: AlertOutcome): Promise<void>;
}

export interface AlertStoreOptions {
  readonly cooldownSeconds: number;
  readonly keepSeconds: number;
  readonly now: () => number;
}

export function alertsOf(
  table: Table,
  { cooldownSeconds, keepSeconds, now }: AlertStoreOptions,
): Alerts {
  const keyOf = ({ id }: Alert) => ({ pk: `alert#${id}`, sk: 'alert' });
  const endsIn = (seconds: number): number => Math.floor(now() / 1000) + seconds;
  /** Listed where it was first opened: a retry, or another state of the record, lists it there again. */
  const listedAt = new Map<string, string>();
  return {
    async open(alert) {
      const openedAt = new Date(now()).toISOString();
      const isNew = await table.put(
        keyOf(alert),
        { outcome: 'open', openedAt, ends: endsIn(keepSeconds) },
        { expression: 'attribute_not_exists(pk)' },
      );
      const known = isNew ? undefined : await table.get(keyOf(alert));
      listedAt.set(alert.id, known?.text('openedAt') ?? openedAt);
      return known?.word('outcome', OUTCOMES) ?? 'new';
    },

    mayTell(alert) {
      const { subject, interval } = quietOf(alert, cooldownSeconds);
      return table.put(
        { pk: `told#${subject}#${alert.rule}`, sk: String(interval) },
        // Longer than a stream keeps its records: a batch that comes again finds it.
        { alert: alert.id, ends: endsIn(Math.max(cooldownSeconds, WEEK_SECONDS)) },
        {
          expression: 'attribute_not_exists(pk) OR alert = :mine',
          values: { ':mine': alert.id },
        },
      );
    },

    async close(alert, outcome) {
      const openedAt = listedAt.get(alert.id) ?? new Date(now()).toISOString();
      await table.put(
        { pk: alertsOfDay(openedAt.slice(0, 10)), sk: `${openedAt}#${alert.id}` },
        {
          ...alertItemOf(alert, { outcome, closedAt: new Date(now()).toISOString() }),
          ends: endsIn(keepSeconds),
        },
      );
      await table.update(keyOf(alert), {
        update: 'SET outcome = :outcome',
        expression: 'attribute_exists(pk)',
        values: { ':outcome': outcome },
      });
      listedAt.delete(alert.id);
    },
  };
}

const OUTCOMES = ['open', 'told', 'quiet'] as const;
const WEEK_SECONDS = 7 * 86_400;
