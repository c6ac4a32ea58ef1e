import { describe, expect, it } from 'vitest';
import { newestArrival } from '../../lambdas/check-health/arrivals';
import { askIn, type AskClient } from '../../lambdas/check-health/ask';
import { parseLook } from '../../lambdas/check-health/event';
import { lookAtLedger, type LedgerPorts } from '../../lambdas/check-health/ledger-look';
import { lookAtTables } from '../../lambdas/check-health/tables-look';
import { volumeDays } from '../../lambdas/check-health/volume';
import type { ModelItem, SliceItem } from '../../lambdas/shared/ledger/items';
import type { SliceState } from '../../lambdas/shared/ledger/slices';
import { healthSettings } from './support';

const now = Date.parse('2026-03-03T12:00:00Z');
const published = (slice: string, rows: number): SliceState => ({
  slice,
  published: { slice, rows } as SliceItem,
});
const reconcile =
  'reconcile:recount: 1 against "x" (transactions built 10 source 13; amount built 1.0 source 9.0)';

function ledgerPorts(rows: readonly number[], states: readonly ModelItem[] = []): LedgerPorts {
  const days = new Map(
    volumeDays('2026-03-02').map((day, at) => [day, published(day, rows[at] ?? 0)]),
  );
  const blocked: SliceState = {
    slice: '2026-03-01',
    blocked: { signature: 's', run: 'r', reasons: [reconcile] },
  };
  return {
    ledger: {
      runs: {
        write: async () => undefined,
        latest: async () => [
          {
            run: 'r',
            execution: 'e',
            status: 'SUCCEEDED',
            startedAt: '2026-03-03T11:50:00Z',
            request: {},
          },
        ],
      },
      models: { of: async () => new Map(states.map((state) => [state.model, state])) } as never,
      slices: {
        some: async (model: string) =>
          model === 'silver.transactions' ? days : new Map([['2026-03-01', blocked]]),
      } as never,
    },
    models: ['silver.transactions', 'gold.x'],
    reportTables: new Set(['gold.x']),
    settings: healthSettings(),
    newestArrival: async () => now - 7 * 60_000,
  };
}

describe('a look at the ledger', () => {
  it('finds nothing wrong with a calm lake', async () => {
    const look = await lookAtLedger(ledgerPorts(Array<number>(9).fill(1000)), now);

    expect(look).toEqual({
      values: {
        RecordsImbalanced: 0,
        SilentMinutes: 0,
        BronzeAgeMinutes: 7,
        SilverAgeMinutes: 10,
        GoldAgeMinutes: 10,
        VolumeSigmas: 0,
      },
      findings: [],
    });
  });

  it('names a day of unusual volume, and models that stand blocked with what does not balance', async () => {
    const rows = [10, ...Array<number>(8).fill(1000)];
    const state: ModelItem = { model: 'gold.x', blocked: { '2026-03-01': 'checks' } };

    const { values, findings } = await lookAtLedger(ledgerPorts(rows, [state]), now);

    expect(values.RecordsImbalanced).toBe(3);
    expect(values.VolumeSigmas).toBeLessThan(-3);
    expect(findings.map(({ message }) => message)).toEqual([
      'books do not balance',
      'slices stand blocked',
      'unusual volume of a day',
    ]);
    expect(findings[1]?.fields).toEqual({ model: 'gold.x' });
    expect(findings[2]?.fields).toMatchObject({ day: '2026-03-02', rows: 10 });
  });
});

describe('a look at the tables', () => {
  const ports = (answer: readonly (readonly string[])[], asked: string[] = []) => ({
    ledger: {
      files: { list: async () => [] },
      models: {
        of: async () =>
          new Map([['silver.transactions', { model: 'silver.transactions', fingerprint: 'f' }]]),
      },
    },
    datasets: ['transactions', 'products'],
    settings: healthSettings({
      expectedFiles: [{ source: 'shop', dataset: 'products', byHour: 6 }],
    }),
    ask: async (sql: string) => {
      asked.push(sql);
      return answer;
    },
  });

  it('tells the worst source and the mean quality, and names what is above the limit', async () => {
    const look = await lookAtTables(
      ports([
        ['pos', '150', '50', '12000'],
        ['web', '50', '0', '5000'],
      ]),
      now,
    );

    expect(look.values).toEqual({
      WorstRejectShare: 0.25,
      FilesMissing: 1,
      RecordsImbalanced: 0,
      QualityScore: 0.85,
    });
    expect(look.findings.map(({ fields }) => fields.source)).toEqual(['pos', 'shop']);
  });

  it('asks for two days and the last hours only', async () => {
    const asked: string[] = [];

    await lookAtTables(ports([], asked), now);

    expect(asked).toHaveLength(1);
    expect(asked[0]).toContain("business_date >= '2026-03-02'");
    expect(asked[0]).toContain("arrival_date >= '2026-03-02'");
    expect(asked[0]).toContain("TIMESTAMP '2026-03-03 09:00:00.000'");
    expect(asked[0]).toContain("_ingested_at >= '2026-03-03T09:00:00.000Z'");
  });
});

describe('what looks are made of', () => {
  it('refuses an event that does not say where to look', () => {
    expect(parseLook({ look: 'tables' })).toBe('tables');
    expect(() => parseLook({})).toThrow('send {"look": "ledger"}');
    expect(() => parseLook(null)).toThrow('event without a look');
  });

  it('waits for a statement, and takes a failed one for a fault', async () => {
    const states = ['QUEUED', 'RUNNING', 'SUCCEEDED'];
    const client = (last: string) =>
      ({
        startQueryExecution: async () => ({ QueryExecutionId: 'q' }),
        getQueryExecution: async () => ({
          QueryExecution: { Status: { State: states.shift() ?? last } },
        }),
        getQueryResults: async () => ({
          ResultSet: {
            Rows: [{ Data: [{ VarCharValue: 'source' }] }, { Data: [{ VarCharValue: 'pos' }, {}] }],
          },
        }),
      }) as unknown as AskClient;
    const ask = (last: string) =>
      askIn(
        async () => client(last),
        'group',
        async () => undefined,
      );

    expect(await ask('SUCCEEDED')('SELECT 1')).toEqual([['pos', '']]);
    await expect(ask('FAILED')('SELECT 1')).rejects.toThrow('the health statement failed');
  });

  it('lists the days around today, page after page, in a bucket of ours', async () => {
    const asked: unknown[] = [];
    const at = new Date(now - 60_000);
    const client = {
      listObjectsV2: async (input: { Prefix?: string; ContinuationToken?: string }) => {
        asked.push(input);
        const isFirst = input.ContinuationToken === undefined;
        return input.Prefix?.includes('2026-03-03')
          ? {
              Contents: [{ LastModified: isFirst ? new Date(0) : at }],
              IsTruncated: isFirst,
              NextContinuationToken: 'n',
            }
          : {};
      },
    };
    const bronze = { client: async () => client as never, bucket: 'lake', owner: '123' };

    expect(await newestArrival(bronze, 'transactions', now)).toBe(at.getTime());
    expect(asked).toHaveLength(4);
    expect(asked[0]).toMatchObject({
      Bucket: 'lake',
      ExpectedBucketOwner: '123',
      Prefix: 'bronze/transactions/business_date=2026-03-02/',
    });
  });
});
