import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decode } from '../../lambdas/shared/gate/decode';
import { scan } from '../../lambdas/shared/gate/scan';
import { columnsOf, judge, SALE } from './door';
import { readBack } from './duck';

const file = new URL('../../../shared/data/json-parsing/cases.jsonl', import.meta.url);
const isThere = existsSync(file);
if (!isThere) console.log('SKIP JSON parsing cases: ../shared/data/json-parsing is absent');

interface JsonCase {
  readonly name: string;
  readonly verdict: string;
  readonly bytes: Buffer;
}
const memberOf = (value: unknown, name: string): string => {
  const member: unknown =
    typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  return typeof member === 'string' ? member : expect.fail(`case without ${name}`);
};
const cases: readonly JsonCase[] = isThere
  ? readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line))
      .map((value) => ({
        name: memberOf(value, 'name'),
        verdict: memberOf(value, 'verdict'),
        bytes: Buffer.from(memberOf(value, 'base64'), 'base64'),
      }))
  : [];

/** Codes of the gate's reading of one text, before any contract. */
function readingOf(bytes: Buffer): readonly string[] {
  const { text, fault } = decode(bytes);
  return fault === undefined ? scan(text).findings.map(({ code }) => code) : [fault];
}

/** Valid JSON that the gate refuses on purpose: what it would lose or guess. */
const STRICTER = new Set(['key.duplicate']);

describe.skipIf(!isThere)('the 318 JSON parsing cases', () => {
  it('are all there', () => {
    expect(cases.length).toBe(318);
  });

  it('are refused wherever a parser must refuse', () => {
    const taken = cases.filter(
      ({ verdict, bytes }) => verdict === 'reject' && readingOf(bytes).length === 0,
    );

    expect(taken.map(({ name }) => name)).toEqual([]);
  });

  it('are taken wherever a parser must take them, but for repeated keys', () => {
    const refused = cases
      .filter(({ verdict }) => verdict === 'accept')
      .filter(({ bytes }) => readingOf(bytes).some((code) => !STRICTER.has(code)));

    expect(refused.map(({ name }) => name)).toEqual([]);
  });

  it('never break the gate, neither as records nor inside one', () => {
    const faults = cases.filter(({ bytes }) => {
      const inside = Buffer.concat([
        Buffer.from(JSON.stringify(SALE).slice(0, -1)),
        Buffer.from(',"extra":'),
        bytes,
        Buffer.from('}'),
      ]);
      return [bytes, inside].some((record) => judge(record).row.includes('gate.fault'));
    });

    expect(faults.map(({ name }) => name)).toEqual([]);
  });

  it('read back equal in DuckDB as an unknown field, when accepted', async () => {
    const verdicts = cases.map(({ bytes }) =>
      judge(
        Buffer.concat([
          Buffer.from(`${JSON.stringify(SALE).slice(0, -1)},"extra":`),
          bytes,
          Buffer.from('}'),
        ]),
      ),
    );
    const rows = verdicts.filter(({ accepted }) => accepted).map(({ row }) => row);

    const { differences, compared } = await readBack(rows.map(columnsOf), rows);

    expect(rows.length).toBeGreaterThan(85);
    expect(compared).toBeGreaterThan(5000);
    expect(differences).toEqual([]);
  });
});
