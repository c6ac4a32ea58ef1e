import { contracts } from '../../../lambdas/shared/contracts';
import { compileValidator } from '../../../lambdas/shared/contracts/compile-validator';
import type { Contract } from '../../../lambdas/shared/contracts/contract';
import { createGate } from '../../../lambdas/shared/gate/gate';
import type { Gate } from '../../../lambdas/shared/gate/gate';
import { scaled } from '../../../lambdas/shared/gate/decimal';
import { partitionColumn } from '../../../lambdas/shared/derive/columns';
import { columnsOf, settings, tokens } from '../../gate/door';
import type { Row } from '../../sql/lake';
import { daysOf, drawer, members, pick } from './random-values';
import type { Draw } from './random-values';

const NOW = Date.parse('2026-03-31T12:00:00Z');
export const AS_OF = '2026-03-31';
/** Records drawn of each contract; the gate keeps those that are valid. */
const DRAWN: Readonly<Record<string, number>> = { transactions: 260, stock_movements: 90 };
const DRAWN_ELSE = 45;

const gates = new Map<string, Gate>();
function gateOf(contract: Contract): Gate {
  const known = gates.get(contract.table);
  if (known !== undefined) return known;
  const isCanonical = compileValidator(contract);
  const gate = createGate(contract, { settings, tokens, isCanonical, now: () => NOW });
  gates.set(contract.table, gate);
  return gate;
}

const moneyText = (units: bigint): string => {
  const digits = (units < 0n ? -units : units).toString().padStart(5, '0');
  return `${units < 0n ? '-' : ''}${digits.slice(0, -4)}.${digits.slice(-4)}`;
};

/** Of a transaction drawn at random nearly nothing adds up: its amount becomes that of its lines. */
function balanced(draw: Draw, record: Record<string, unknown>): Record<string, unknown> {
  const items: unknown = record['items'];
  if (!Array.isArray(items) || items.length === 0) return { ...record, tax: undefined };
  const amounts = items.map((item: unknown) => String(Reflect.get(Object(item), 'line_amount')));
  const amount = moneyText(amounts.reduce((sum, text) => sum + scaled(text, 4), 0n));
  const half = moneyText(scaled(amount, 4) / 2n);
  const payments = pick<readonly object[]>(draw, [
    [],
    [{ method: 'card', amount }],
    [
      { method: 'cash', amount: half },
      { method: 'voucher', amount: half },
    ],
  ]);
  return { ...record, amount, tax: undefined, payments };
}

/** Bronze rows of one contract, as the gate wrote them; many have the keys of others. */
export function randomRows(contract: Contract, seed: number): readonly Row[] {
  const own = seed * 31 + Object.keys(contracts).indexOf(contract.table);
  const draw = drawer(own, daysOf(seed));
  const gate = gateOf(contract);
  const key = partitionColumn(contract);
  const rows: Row[] = [];
  for (let at = 0; at < (DRAWN[contract.table] ?? DRAWN_ELSE); at += 1) {
    const drawn = members(draw, contract.fields);
    const record = contract.table === 'transactions' ? balanced(draw, drawn) : drawn;
    const repeats = draw(10) === 0 ? 2 : 1;
    for (let again = 0; again < repeats; again += 1) {
      const verdict = gate.judge(Buffer.from(JSON.stringify(record)), {
        ...{ door: 'file', shard: '0a1b2c3d4e5f', sequence: '0'.repeat(56), source: '' },
        subsequence: rows.length,
        ingestedAt: new Date(NOW - draw(86_400_000)).toISOString(),
      });
      // What the gate wrote is flat: texts and small numbers.
      if (verdict.accepted) {
        rows.push({ ...(columnsOf(verdict.row) as Row), [key]: verdict.partition });
      }
    }
  }
  return rows;
}
