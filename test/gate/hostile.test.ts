import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bronzeColumns, quarantineColumns } from '../../lambdas/shared/derive/columns';
import { contractOfTable } from '../../lambdas/shared/contracts';
import { validRecord } from './arbitrary';
import { columnsOf, judge, SALE } from './door';
import { readBack } from './duck';

/** Each generated record is spoiled in many ways: generating costs more than judging. */
const RECORDS = 4000;
const SPOILED_EACH = 25;
const bronze = new Set(bronzeColumns(contractOfTable('transactions')).map(({ name }) => name));
const quarantine = new Set(quarantineColumns().map(({ name }) => name));

const NASTY: readonly string[] = [
  '"__proto__"',
  '"constructor"',
  '"\\ud800"',
  '"\\u0000"',
  '"\u2028"',
  '"\ufeff"',
  '1e400',
  '-0',
  '1E2',
  '0.30000000000000004',
  '12345678901234567',
  '"4111111111111111"',
  '"\'; DROP TABLE"',
  '"{\\"a\\":1}"',
  '"\\\\"',
  'null',
  'true',
  '[]',
  '{}',
  '[[[]]]',
  '{"a":{"a":1,"a":2}}',
  '"-1"',
  '"1e3"',
  '""',
  '" "',
  '"é"',
  '"😀"',
  'NaN',
  '01',
  '"\n"',
  ',',
  '}',
  '"',
  '\u0000',
  '\u200b',
  '"2026-02-30"',
  '"2026-06-15T10:00:00Z"',
  '"9999999999999.9999"',
];
const NAMES: readonly string[] = [
  ...Object.keys(SALE),
  'attributes',
  'tax',
  'card_number',
  'payments',
  'x',
  '__proto__',
];

type Random = (below: number) => number;

/** A small generator of its own: one number of fast-check makes many spoiled records. */
function seeded(seed: number): Random {
  let state = seed | 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

const pick = (random: Random, from: readonly string[]): string => from[random(from.length)] ?? '';

type Spoil = (text: string, random: Random) => Buffer;
const SPOILS: readonly Spoil[] = [
  // another member, perhaps a second one of its name
  (text, random) =>
    Buffer.from(`${text.slice(0, -1)},"${pick(random, NAMES)}":${pick(random, NASTY)}}`),
  // another value of a member
  (text, random) => {
    const name = pick(random, NAMES);
    return Buffer.from(
      text.replace(new RegExp(`"${name}":("[^"]*"|[0-9.]+)`), `"${name}":${pick(random, NASTY)}`),
    );
  },
  // anything anywhere
  (text, random) => {
    const at = random(text.length);
    return Buffer.from(text.slice(0, at) + pick(random, NASTY) + text.slice(at + random(3)));
  },
  // a piece missing, or twice
  (text, random) => {
    const [from, to] = [random(text.length), random(text.length)];
    return Buffer.from(text.slice(0, from) + text.slice(to));
  },
  // another byte
  (text, random) => {
    const bytes = Buffer.from(text);
    bytes[random(bytes.length)] = random(256);
    return bytes;
  },
  // spaces
  (text, random) => Buffer.from(text.replaceAll(',', random(2) === 0 ? ', ' : ',\n')),
];

function* spoiled(text: string, seed: number): Generator<Buffer> {
  const random = seeded(seed);
  for (let at = 0; at < SPOILED_EACH; at += 1) {
    const spoil = SPOILS[random(SPOILS.length)];
    if (spoil !== undefined) yield spoil(text, random);
  }
}
const hostile = fc.tuple(validRecord('transactions'), fc.integer());

/** The row of a record, which must be one line of known columns, whatever the record is. */
function rowOf(bytes: Buffer): { readonly isAccepted: boolean; readonly row: string } {
  const { accepted: isAccepted, row } = judge(bytes);
  const known = isAccepted ? bronze : quarantine;
  const strangers = Object.keys(columnsOf(row)).filter((column) => !known.has(column));
  if (strangers.length > 0) throw new Error(`unknown columns ${strangers.join(', ')}`);
  if (row.includes('\n')) throw new Error('a row of several lines');
  if (row.includes('gate.fault')) throw new Error('the gate failed');
  return { isAccepted, row };
}

describe('a hundred thousand hostile records', () => {
  it('each end in exactly one row, and every accepted one reads back equal in DuckDB', async () => {
    const rows: string[] = [];
    let rejected = 0;

    fc.assert(
      fc.property(hostile, ([record, seed]) => {
        for (const bytes of spoiled(JSON.stringify(record), seed)) {
          const { isAccepted, row } = rowOf(bytes);
          if (isAccepted) rows.push(row);
          else rejected += 1;
        }
      }),
      { numRuns: RECORDS, endOnFailure: true },
    );
    const { differences } = await readBack(rows.map(columnsOf), rows);

    expect(rows.length + rejected).toBe(RECORDS * SPOILED_EACH);
    expect(rows.length).toBeGreaterThan(10_000);
    expect(rejected).toBeGreaterThan(20_000);
    expect(differences).toEqual([]);
  }, 180_000);

  it('get the same verdict again', () => {
    fc.assert(
      fc.property(hostile, ([record, seed]) => {
        for (const bytes of spoiled(JSON.stringify(record), seed)) {
          expect(judge(bytes)).toEqual(judge(bytes));
        }
      }),
      { numRuns: 50 },
    );
  });

  it('may be any bytes, or any JSON', () => {
    const any = fc.oneof(
      fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
      fc.json({ maxDepth: 4 }).map((text) => Buffer.from(text)),
    );

    fc.assert(
      fc.property(any, (bytes) => {
        expect(rowOf(bytes).isAccepted).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });
});
