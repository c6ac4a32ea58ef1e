import { describe, expect, it } from 'vitest';
import { isUnsettled } from '../../lambdas/shared/ledger/days';
import { acquireLease } from '../../lambdas/shared/ledger/lease';
import { ledgerPerTest } from './ledger-support';

const store = ledgerPerTest();

const alive = async (): Promise<boolean> => true;

const dead = async (): Promise<boolean> => false;

describe('the lease', () => {
  it('goes to the first run with fence 1, and to that run again with the same fence', async () => {
    const first = await acquireLease(store.ledger.leases, 'run-a', alive);
    const again = await acquireLease(store.ledger.leases, 'run-a', alive);

    expect(first).toEqual({ status: 'held', fence: 1 });
    expect(again).toEqual({ status: 'held', fence: 1 });
  });

  it('is refused to a second run while the first one runs', async () => {
    await acquireLease(store.ledger.leases, 'run-a', alive);

    expect(await acquireLease(store.ledger.leases, 'run-b', alive)).toEqual({
      status: 'busy',
      holder: 'run-a',
    });
  });

  it('is taken over from a dead run with a younger fence', async () => {
    await acquireLease(store.ledger.leases, 'run-a', alive);

    expect(await acquireLease(store.ledger.leases, 'run-b', dead)).toEqual({
      status: 'held',
      fence: 2,
      abandonedBy: 'run-a',
    });
  });

  it('goes to one of two runs that find the same dead holder', async () => {
    await acquireLease(store.ledger.leases, 'run-a', alive);

    const both = await Promise.all(
      ['run-b', 'run-c'].map((run) => acquireLease(store.ledger.leases, run, dead)),
    );

    expect(both.map(({ status }) => status).sort()).toEqual(['busy', 'held']);
  });

  it('is given back by its holder only, and keeps its fence', async () => {
    await acquireLease(store.ledger.leases, 'run-a', alive);

    expect(await store.ledger.leases.release('run-b')).toBe(false);
    expect(await store.ledger.leases.release('run-a')).toBe(true);
    expect(await acquireLease(store.ledger.leases, 'run-b', alive)).toEqual({
      status: 'held',
      fence: 2,
    });
  });
});

describe('days', () => {
  it('count every change and list oldest first over many pages', async () => {
    const days = Array.from({ length: 40 }, (_, n) => `2026-01-${String(n + 1).padStart(2, '0')}`);
    for (const day of [...days].reverse()) await store.ledger.days.raise('transactions', day);
    await store.ledger.days.raise('transactions', '2026-01-07');

    const listed = await store.ledger.days.list('transactions');

    expect(listed.map(({ day }) => day)).toEqual(days);
    expect(listed.find(({ day }) => day === '2026-01-07')?.version).toBe(2);
  });

  it('stay unsettled when something arrived after the version that a run saw', async () => {
    const day = { dataset: 'transactions', day: '2026-01-07' };
    await store.ledger.days.raise(day.dataset, day.day);
    await store.ledger.days.raise(day.dataset, day.day);
    await store.ledger.days.settle([{ ...day, version: 1 }], 'run');

    const [seen] = await store.ledger.days.list('transactions');

    expect(seen).toMatchObject({ version: 2, settled: 1 });
    expect(seen && isUnsettled(seen, 'run')).toBe(true);
    expect(seen && isUnsettled(seen, 'daily')).toBe(true);
  });

  it('are never settled backwards, and unknown days are not made', async () => {
    const day = { dataset: 'transactions', day: '2026-01-07' };
    await store.ledger.days.raise(day.dataset, day.day);
    await store.ledger.days.settle([{ ...day, version: 1 }], 'daily');
    await store.ledger.days.settle(
      [
        { ...day, version: 0 },
        { ...day, day: '2030-01-01', version: 1 },
      ],
      'daily',
    );

    const listed = await store.ledger.days.list('transactions');

    expect(listed).toEqual([{ ...day, version: 1, settledDaily: 1 }]);
    expect(listed.map((item) => isUnsettled(item, 'daily'))).toEqual([false]);
  });
});
