import { describe, expect, it } from 'vitest';
import { runMedallion } from './support/machine';
import { sale } from './support/setup';
import { lakeOf } from './run-support';

describe('requests', () => {
  it('rebuild asked days whether or not anything changed', async () => {
    const lake = lakeOf();
    await lake.arrive('transactions', '2026-01-05', [sale('a', 1)]);
    await lake.arrive('transactions', '2026-01-13', [sale('b', 2)]);
    await runMedallion(lake, {});
    const before = lake.glue.partitionsOf('silver.transactions');

    await runMedallion(lake, { from: '2026-01-12', to: '2026-01-14' });

    const after = lake.glue.partitionsOf('silver.transactions');
    expect(after['2026-01-05']).toBe(before['2026-01-05']);
    expect(after['2026-01-13']).not.toBe(before['2026-01-13']);
  });

  it('rebuild everything in full', async () => {
    const lake = lakeOf();
    await lake.arrive('transactions', '2026-01-05', [sale('a', 1)]);
    await runMedallion(lake, {});
    const before = lake.glue.locationOf('silver', 'products');

    expect((await runMedallion(lake, { full: true })).cause).toBeUndefined();

    expect(lake.glue.locationOf('silver', 'products')).not.toBe(before);
  });

  it('estimate slices, bytes and dollars without building, and without the lease', async () => {
    const lake = lakeOf();
    await lake.arrive('transactions', '2026-01-05', [sale('a', 1)]);

    const ended = await runMedallion(lake, { dryRun: true });

    expect(ended.states.at(-1)).toBe('Estimated');
    expect(ended.output).toMatchObject({ status: 'dryRun', estimate: { slices: 6 } });
    // six tables, two statements each, 10 MB at least: 12 × 0.00005 dollars
    expect(ended.output).toHaveProperty('estimate.dollars', expect.closeTo(0.0006, 6));
    expect(lake.athena.statements).toBe(0);
    expect(await lake.ledger.leases.read()).toEqual({ fence: 0 });
    expect(lake.results.held.size).toBe(0);
  });

  it('that make no sense fail clearly and hold no lease', async () => {
    const lake = lakeOf();

    const ended = await runMedallion(lake, { date: ['2026-01-05'] });

    expect(ended).toMatchObject({ status: 'FAILED', error: 'RequestError' });
    expect(ended.cause).toContain('unknown input date: use dates, from, to, full, dryRun, apply');
    expect(await lake.ledger.leases.read()).toEqual({ fence: 0 });
  });
});

describe('the lease', () => {
  it('refuses a second start while a run is at work; the schedule leaves quietly', async () => {
    const lake = lakeOf();
    await lake.arrive('transactions', '2026-01-05', [sale('a', 1)]);
    await lake.ledger.leases.takeOver('arn:other', { fence: 0 });
    lake.alive.add('arn:other');

    const scheduled = await runMedallion(lake, {});
    const asked = await runMedallion(lake, { full: true });

    expect(scheduled.states.at(-1)).toBe('LeftToTheOther');
    expect(scheduled.output).toMatchObject({ status: 'busy', holder: 'arn:other' });
    expect(JSON.stringify(scheduled.output)).toContain('execution other, which is planning');
    expect(asked).toMatchObject({ status: 'FAILED', error: 'Sluice.Busy' });
    expect(asked.cause).toContain('another run is going on (execution other');
    expect(lake.athena.statements).toBe(0);
  });

  it('lets one of two runs that start at once go on, and the other leave', async () => {
    const lake = lakeOf();
    await lake.arrive('transactions', '2026-01-05', [sale('a', 1)]);

    const both = await Promise.all([runMedallion(lake, {}), runMedallion(lake, {})]);

    const ends = both.map(({ status, states }) => `${status} ${states.at(-1) ?? ''}`);
    expect(ends.sort()).toEqual(['SUCCEEDED Done', 'SUCCEEDED LeftToTheOther']);
    expect(both.filter(({ states }) => states.includes('Levels')).length).toBe(1);
    expect((await lake.ledger.runs.latest(9)).map(({ status }) => status)).toEqual(['SUCCEEDED']);
    expect(await lake.ledger.leases.read()).toEqual({ fence: 1 });
  });

  it('tells of the first good run after a failed one, once', async () => {
    const lake = lakeOf();
    const recovered = async (day: string): Promise<unknown> => {
      await lake.arrive('transactions', day, [sale('a', 1)]);
      const { output } = await runMedallion(lake, {});
      return typeof output === 'object' && output !== null && 'recovered' in output
        ? output.recovered
        : undefined;
    };
    const inputs = lake.glue.tables.get('ops.run_inputs');
    lake.glue.tables.delete('ops.run_inputs');
    expect(await recovered('2026-01-05')).toBeUndefined();
    if (inputs) lake.glue.tables.set('ops.run_inputs', inputs);

    expect(await recovered('2026-01-06')).toBe(true);
    expect(await recovered('2026-01-07')).toBe(false);
  });

  it('is given back by a run that a fault of its own ended', async () => {
    const lake = lakeOf();
    await lake.arrive('transactions', '2026-01-05', [sale('a', 1)]);
    lake.glue.tables.delete('ops.run_inputs');

    const ended = await runMedallion(lake, {});

    expect(ended).toMatchObject({ status: 'FAILED', error: 'EntityNotFoundException' });
    expect(await lake.ledger.leases.read()).toEqual({ fence: 1 });
    const [run] = await lake.ledger.runs.latest(1);
    expect(run?.status).toBe('FAILED');
    expect(run?.error).toContain('EntityNotFoundException');
  });
});
