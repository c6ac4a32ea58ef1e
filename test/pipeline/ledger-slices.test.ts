import { describe, expect, it } from 'vitest';
import { publishSlice } from '../../lambdas/shared/ledger/slices';
import { ledgerPerTest, slice } from './ledger-support';

const store = ledgerPerTest();

describe('slices', () => {
  it('are published by the first fence and republished by a younger one, with history', async () => {
    const first = await publishSlice(store.ledger.slices, slice());
    const second = await publishSlice(
      store.ledger.slices,
      slice({ run: 'r2', fence: 2, location: 'b' }),
    );
    const { published } = await store.ledger.slices.get('gold.sales', '2026-01-02');

    expect([first, second]).toEqual(['published', 'published']);
    expect(published).toMatchObject({ run: 'r2', fence: 2, location: 'b' });
    expect(published?.history?.map(({ run }) => run)).toEqual(['r1']);
  });

  it('refuse a run whose fence is older than the published one', async () => {
    await publishSlice(store.ledger.slices, slice({ run: 'r2', fence: 2 }));

    const late = await publishSlice(store.ledger.slices, slice({ location: 'old' }));

    expect(late).toBe('stale');
    expect((await store.ledger.slices.get('gold.sales', '2026-01-02')).published?.run).toBe('r2');
  });

  it('are published once however often one build says so', async () => {
    await publishSlice(store.ledger.slices, slice());

    expect(await publishSlice(store.ledger.slices, slice())).toBe('unchanged');
    expect((await store.ledger.slices.get('gold.sales', '2026-01-02')).published?.history).toEqual(
      [],
    );
  });

  it('lose no history when two publications race', async () => {
    await publishSlice(store.ledger.slices, slice());
    await Promise.all(
      ['b', 'c'].map((location) =>
        publishSlice(store.ledger.slices, slice({ fence: 2, location })),
      ),
    );

    const { published } = await store.ledger.slices.get('gold.sales', '2026-01-02');

    expect(published?.history).toHaveLength(2);
  });

  it('refuse what was decided on an item that changed since, whatever the fence', async () => {
    await publishSlice(store.ledger.slices, slice());
    const { published } = await store.ledger.slices.get('gold.sales', '2026-01-02');
    await publishSlice(store.ledger.slices, slice({ location: 'b', fence: 2 }));

    expect(await store.ledger.slices.replace(slice({ location: 'c', fence: 3 }), published)).toBe(
      false,
    );
    expect(await store.ledger.slices.replace(slice({ location: 'c', fence: 3 }), undefined)).toBe(
      false,
    );
  });

  it('remember what an audit stopped until a publication clears it', async () => {
    const blocked = { signature: 'x', run: 'r1', reasons: ['key not unique'] };
    await store.ledger.slices.block('gold.sales', '2026-01-02', 1, blocked);
    const before = await store.ledger.slices.get('gold.sales', '2026-01-02');
    await publishSlice(store.ledger.slices, slice());
    const after = await store.ledger.slices.get('gold.sales', '2026-01-02');

    expect(before).toEqual({ slice: '2026-01-02', blocked });
    expect(after.blocked).toBeUndefined();
    expect(await store.ledger.slices.get('gold.sales', '2026-01-03')).toEqual({
      slice: '2026-01-03',
    });
  });

  it('are not blocked by a run that a younger fence has overtaken', async () => {
    await publishSlice(store.ledger.slices, slice({ fence: 2 }));
    const blocked = { signature: 'x', run: 'r1', reasons: [] };

    expect(await store.ledger.slices.block('gold.sales', '2026-01-02', 1, blocked)).toBe(false);
  });

  it('come back as written: sums, parts, warnings', async () => {
    const rich = slice({ parts: { '2026-01-02': 'p' }, sums: { EUR: '1.20' }, warnings: ['late'] });
    await publishSlice(store.ledger.slices, rich);

    const all = await store.ledger.slices.of('gold.sales');

    expect(all.get('2026-01-02')?.published).toMatchObject({ ...rich });
  });
});

describe('models', () => {
  it('are read many at a time', async () => {
    const names = Array.from({ length: 130 }, (_, n) => `gold.t${n}`);
    for (const name of names) await store.ledger.models.settle(name, `f-${name}`);

    const states = await store.ledger.models.of([...names, 'gold.unknown']);

    expect(states.size).toBe(130);
    expect(states.get('gold.t129')).toMatchObject({ fingerprint: 'f-gold.t129' });
  });

  it('remember which checks stopped their slices, and forget exactly those', async () => {
    await store.ledger.models.addBlocked('gold.b', { '2026-01-01': 'c1', '2026-01-02': 'c1' });
    await store.ledger.models.removeBlocked('gold.b', { '2026-01-01': 'c1', '2026-01-02': 'c0' });

    const states = await store.ledger.models.of(['gold.b']);

    expect(states.get('gold.b')?.blocked).toEqual({ '2026-01-02': 'c1' });
  });

  it('wait for approval and forget it once built', async () => {
    await store.ledger.models.setPending('gold.x', { fingerprint: 'f2', dollars: 7 });
    const pending = await store.ledger.models.of(['gold.x']);
    await store.ledger.models.settle('gold.x', 'f2');
    await store.ledger.models.refreshed('gold.x', '2026-01-02');
    const settled = await store.ledger.models.of(['gold.x']);

    expect(pending.get('gold.x')?.pending).toEqual({
      fingerprint: 'f2',
      dollars: 7,
      approved: false,
    });
    expect(settled.get('gold.x')).toEqual({
      model: 'gold.x',
      fingerprint: 'f2',
      refreshedFor: '2026-01-02',
      publishing: [],
      blocked: {},
    });
  });

  it('name the builds that may stand in the store.ledger and not yet in Glue', async () => {
    await store.ledger.models.beginPublishing('gold.x', 'r1/a');
    await store.ledger.models.beginPublishing('gold.x', 'r1/b');
    await store.ledger.models.endPublishing('gold.x', ['r1/a']);
    await store.ledger.models.endPublishing('gold.x', []);

    expect((await store.ledger.models.of(['gold.x'])).get('gold.x')?.publishing).toEqual(['r1/b']);
  });
});
