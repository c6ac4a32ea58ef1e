import { describe, expect, it } from 'vitest';
import type { Finding } from '../../cli/quality';
import { ownJson } from '../../lambdas/shared/own-json';
import { sluice, tempHome } from './command';

const PATIENCE_MS = 300_000;
const SIZE = ['--rows', '400', '--days', '6', '--live', '300'];

describe('the guided run', () => {
  it(
    'accounts for every record, adds to the data the second time, and shows what checks found',
    async () => {
      const home = tempHome();
      const args = ['start', ...SIZE, '--json', '--home', home];

      const first = await sluice(args);
      const second = await sluice(args);
      const status = await sluice(['status', '--json', '--home', home]);
      const query = await sluice([
        'query',
        'SELECT count(*) AS n FROM silver.transactions',
        '--json',
        '--home',
        home,
      ]);

      expect(first.code, first.err).toBe(0);
      expect(second.code, second.err).toBe(0);
      const [one, two] = [reportOf(first.out), reportOf(second.out)];
      expect(one.balances.filter(({ holds }) => !holds)).toEqual([]);
      expect(one.balances.map(({ name }) => name)).toEqual([
        'sent',
        'rejected',
        'files',
        'tables',
        'generated',
        'contested',
        'inventory',
        'customer_updates',
      ]);
      const { expected } = one.live;
      expect([expected.conflicts, expected.moved]).toEqual([1, 1]);
      expect(one.after.account.silver).toMatchObject({ conflicts: 1, moved: 1 });
      expect(two.after.account.silver).toMatchObject({ conflicts: 2, moved: 2 });
      expect(one.history.files.map(({ status: how }) => how)).toEqual(
        one.history.files.map(() => 'loaded'),
      );
      expect(two.history.files.map(({ status: how }) => how)).toEqual(
        two.history.files.map(() => 'already loaded'),
      );
      expect(two.balances.filter(({ holds }) => !holds)).toEqual([]);
      expect(two.after.account.stream.received).toBe(600);
      const { silver } = two.after.account;
      expect(JSON.parse(query.out)).toMatchObject({ rows: [{ n: silver.silver }] });
      expect(JSON.parse(status.out)).toMatchObject({
        runs: [{ status: 'SUCCEEDED' }, { status: 'SUCCEEDED' }],
        account: { silver: { balanced: true } },
      });
      await expectFindings(home);
    },
    PATIENCE_MS,
  );
});

/** Findings of `sluice quality`: the worst comes first, and its query shows rows. */
async function expectFindings(home: string): Promise<void> {
  const found = await sluice(['quality', '--json', '--home', home]);
  const { findings } = ownJson<{ findings: readonly Finding[] }>(found.out, 'quality');
  const [worst] = findings;
  const scores = findings.filter(({ severity }) => severity === 'warn').map(({ score }) => score);
  expect(found.code, found.err).toBe(0);
  expect(scores).toEqual([...scores].sort((one, other) => one - other));
  expect(worst).toBeDefined();

  const shown = await sluice(['query', worst?.query ?? '', '--json', '--home', home]);
  const { rows } = ownJson<{ rows: readonly unknown[] }>(shown.out, 'query');
  expect(rows.length, worst?.query).toBeGreaterThan(0);
}

interface Report {
  readonly balances: readonly { readonly name: string; readonly holds: boolean }[];
  readonly live: { readonly expected: { readonly conflicts: number; readonly moved: number } };
  readonly history: { readonly files: readonly { readonly status: string }[] };
  readonly after: {
    readonly account: {
      readonly stream: { readonly received: number };
      readonly silver: { readonly silver: number };
    };
  };
}
function reportOf(out: string): Report {
  const value: unknown = JSON.parse(out);
  if (!isReport(value)) throw new Error(`no report: ${out.slice(0, 500)}`);
  return value;
}
const isReport = (value: unknown): value is Report =>
  typeof value === 'object' && value !== null && 'balances' in value && 'history' in value;
