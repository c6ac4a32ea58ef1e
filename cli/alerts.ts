import { setTimeout as pause } from 'node:timers/promises';
import type { Command } from 'commander';
import { alertsOfDay, listedAlertOf, type ListedAlert } from '../lambdas/shared/alerts';
import { Table } from '../lambdas/shared/ledger/table';
import { profileTableName } from '../lambdas/shared/names';
import { Failure } from './failure';
import { plural } from './format';
import type { Printer } from './print';
import type { Lake } from './target';
import { inSession, verb } from './verb';
import type { Session, Shared } from './verb';

interface Options extends Shared {
  readonly since: string;
  readonly follow?: boolean;
}

const LOOK_AGAIN_MS = 500;
const DAY_MS = 86_400_000;

export const alertsVerb = (): Command =>
  verb({
    name: 'alerts',
    summary: 'Show what the real-time watcher found: anomalies, within seconds of their arrival',
    about:
      'Rules: amount (above a limit by currency), velocity (more transactions or profile changes of one\n' +
      'customer within a window than usual) and country_jump (two countries within two hours). Customers\n' +
      'are shown by token, never in clear. An alert is told, through the topic "alerts", or quiet: another\n' +
      'of the same customer and rule was told in the same quarter of an hour. Limits are in lib/config.ts,\n' +
      'and operators override them in the configuration table (category "watch") within a minute.',
    examples: [
      ['sluice alerts', 'the last 24 hours'],
      ['sluice alerts --since 7d', 'the last seven days; also 30m, 12h or an ISO time'],
      ['sluice alerts --follow', 'and go on as they come; Ctrl-C ends it'],
      ['sluice alerts --env prod --json', 'an account, for scripts'],
    ],
  })
    .option('--since <time>', 'how far back: 30m, 12h, 7d or an ISO time', '24h')
    .option('--follow', 'go on; with --json one object a line')
    .action((options: Options) =>
      inSession('alerts', options, (session) => show(session, options), {
        endsBySignal: options.follow === true,
      }),
    );

async function show({ print, lake }: Session, { since, follow, json }: Options): Promise<void> {
  const from = startOf(since, Date.now());
  const opened = await lake();
  if (follow) return followAlerts(opened, from, print, json === true);
  const alerts = await alertsSince(opened, from, Date.now());
  print.result({ since: from, alerts }, () => {
    if (alerts.length === 0) print.line(`no alert since ${from}`);
    else table(alerts, print);
    const told = alerts.filter(({ outcome }) => outcome === 'told').length;
    if (alerts.length > 0)
      print.line(print.style.dim(`${plural(alerts.length, 'alert')}, ${told} told`));
  });
}

async function followAlerts(
  lake: Lake,
  from: string,
  print: Printer,
  json: boolean,
): Promise<void> {
  let isStopped = false;
  const stop = (): void => void (isStopped = true);
  process.once('SIGINT', stop).once('SIGTERM', stop);
  const seen = new Set<string>();
  while (!isStopped) {
    for (const alert of await alertsSince(lake, from, Date.now())) {
      if (seen.has(alert.id)) continue;
      seen.add(alert.id);
      if (json) process.stdout.write(`${JSON.stringify(alert)}\n`);
      else print.line(rowOf(alert, print).join('  '));
    }
    await pause(LOOK_AGAIN_MS);
  }
}

const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: DAY_MS };
/** Alerts are kept for 90 days. */
const LONGEST_MS = 90 * DAY_MS;

/**
 * `30m`, `12h`, `7d` or an ISO time.
 * @throws Failure usage for anything else
 */
export function startOf(text: string, now: number): string {
  const [, amount, unit = ''] = /^(\d+)([mhd])$/.exec(text) ?? [];
  const from = amount === undefined ? Date.parse(text) : now - Number(amount) * (UNITS[unit] ?? 0);
  if (Number.isNaN(from)) {
    throw new Failure('usage', `--since ${text}: give 30m, 12h, 7d or an ISO time`);
  }
  return new Date(Math.max(from, now - LONGEST_MS)).toISOString();
}

/** Oldest first. */
export async function alertsSince(
  lake: Lake,
  from: string,
  now: number,
): Promise<readonly ListedAlert[]> {
  const table = new Table(() => lake.clients.dynamo(), profileTableName(lake.place.env));
  const first = Date.parse(from.slice(0, 10));
  const days = Array.from({ length: Math.floor((now - first) / DAY_MS) + 1 }, (_, index) =>
    new Date(first + index * DAY_MS).toISOString().slice(0, 10),
  );
  const found: ListedAlert[] = [];
  for (const day of days) {
    const items = await table.query(alertsOfDay(day), {
      KeyConditionExpression: 'pk = :pk AND sk >= :from',
      ExpressionAttributeValues: { ':from': { S: from } },
    });
    found.push(...items.map(listedAlertOf));
  }
  return found;
}

const COLUMNS = [
  { title: 'found' },
  { title: 'reason' },
  { title: 'customer' },
  { title: 'amount', right: true },
  { title: 'facts' },
  { title: '' },
];
const table = (alerts: readonly ListedAlert[], print: Printer): void =>
  print.table(
    COLUMNS,
    alerts.map((alert) => rowOf(alert, print)),
  );

const rowOf = (alert: ListedAlert, { style }: Printer): readonly string[] => [
  alert.closedAt.slice(0, 19).replace('T', ' '),
  alert.severity === 'high' ? style.bad(alert.reason) : style.warn(alert.reason),
  alert.customer ?? `anonymous (${alert.source})`,
  `${alert.amount ?? ''} ${alert.currency ?? ''}`.trim(),
  factsOf(alert),
  alert.outcome,
];

function factsOf({ rule, count, windowSeconds, country, fromCountry }: ListedAlert): string {
  const minutes = Math.round((windowSeconds ?? 0) / 60);
  if (rule === 'velocity') return `${count ?? 0} within ${minutes} min`;
  if (rule === 'country_jump') return `${fromCountry ?? ''} → ${country ?? ''}`;
  return country ?? '';
}
