import type { Account } from './account';
import { count } from './format';
import type { StartReport } from './start-report';

/** What the equations are made of. */
export type Counted = Pick<StartReport, 'before' | 'after' | 'live' | 'history'>;

export interface Balance {
  readonly name: string;
  /** The equation with its figures. */
  readonly text: string;
  readonly holds: boolean;
}

/**
 * The equations that a guided run has to satisfy. What was sent is counted by the producer and the
 * generator, what was received by archive and claims, what came of it by SQL: four counts of their own.
 */
export function balances(report: Counted): readonly Balance[] {
  const { before, after, live, history } = report;
  const [was, is] = [before.account, after.account];
  return [
    ...(live === undefined ? [] : streamBalances(live, was, is)),
    door('files', is.file),
    is.silver === undefined ? UNBUILT : tables(is.silver),
    ...(live === undefined || history === undefined
      ? []
      : [generated(live.expected, history, was, is)]),
    ...(live === undefined ? [] : [contested(live.expected, was, is)]),
    ...(live?.others ?? []).map((events) => eventBalance(events, was, is)),
  ];
}

const UNBUILT: Balance = {
  name: 'tables',
  text: 'tables   not built: no day of the data is retained by this environment (lib/config.ts)',
  holds: false,
};

type Live = NonNullable<StartReport['live']>;
function streamBalances(live: Live, was: Account, is: Account): readonly Balance[] {
  const received = (is.stream.received ?? 0) - (was.stream.received ?? 0);
  const accepted = is.stream.accepted - was.stream.accepted;
  const rejected = is.stream.rejected - was.stream.rejected;
  const { expected } = live;
  return [
    {
      name: 'sent',
      text: `stream   ${count(live.records)} sent = ${count(received)} received = ${count(accepted)} accepted + ${count(rejected)} rejected`,
      holds: live.records === received && received === accepted + rejected,
    },
    {
      name: 'rejected',
      text: `stream   ${count(rejected)} rejected = ${count(expected.rejected)} spoiled by the generator`,
      holds: rejected === expected.rejected,
    },
  ];
}

/** @param events of one of the other streams */
function eventBalance(events: Live['others'][number], was: Account, is: Account): Balance {
  const { table, stream, records, expected } = events;
  const [old, now] = [was.others[table]?.stream, is.others[table]?.stream];
  const received = (now?.received ?? 0) - (old?.received ?? 0);
  const accepted = (now?.accepted ?? 0) - (old?.accepted ?? 0);
  const rejected = (now?.rejected ?? 0) - (old?.rejected ?? 0);
  return {
    name: stream,
    text: `${stream}: ${count(records)} sent = ${count(received)} received = ${count(accepted)} accepted + ${count(rejected)} rejected, ${count(expected.rejected)} of them spoiled by the generator`,
    holds: records === received && accepted === expected.accepted && rejected === expected.rejected,
  };
}

function door(name: string, { received, accepted, rejected }: Account['file']): Balance {
  return {
    name,
    text: `${name.padEnd(8)} ${count(received ?? 0)} received = ${count(accepted)} accepted + ${count(rejected)} rejected (transactions, all loads)`,
    holds: received === accepted + rejected,
  };
}

function tables(account: NonNullable<Account['silver']>): Balance {
  const { bronze, silver, duplicates, conflicts, moved, waiting, balanced } = account;
  const rest = waiting === 0 ? '' : ` + ${count(waiting)} not built`;
  return {
    name: 'tables',
    text: `tables   ${count(bronze)} bronze = ${count(silver)} silver + ${count(duplicates)} duplicates + ${count(conflicts)} conflicts + ${count(moved)} moved${rest}`,
    holds: balanced,
  };
}

function generated(
  expected: Live['expected'],
  history: NonNullable<StartReport['history']>,
  was: Account,
  is: Account,
): Balance {
  const isNew = history.files.some(
    ({ dataset, status }) => dataset === 'transactions' && status === 'loaded',
  );
  const wanted = expected.transactions + (isNew ? history.expected.transactions : 0);
  const more = (is.silver?.silver ?? 0) - (was.silver?.silver ?? 0);
  return {
    name: 'generated',
    text: `silver   ${count(more)} new transactions = ${count(wanted)} that the generator made`,
    holds: more === wanted,
  };
}

/** The history holds none: all of them came with the traffic. */
function contested(expected: Live['expected'], was: Account, is: Account): Balance {
  const conflicts = (is.silver?.conflicts ?? 0) - (was.silver?.conflicts ?? 0);
  const moved = (is.silver?.moved ?? 0) - (was.silver?.moved ?? 0);
  return {
    name: 'contested',
    text: `silver   ${count(conflicts)} conflicts and ${count(moved)} moved = ${count(expected.conflicts)} and ${count(expected.moved)} that the generator made`,
    holds: conflicts === expected.conflicts && moved === expected.moved,
  };
}
