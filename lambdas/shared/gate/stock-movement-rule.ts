import { INBOUND_TYPES, OUTBOUND_TYPES } from '../contracts/words';
import { decimalOf, isAbsent, textOf } from './facts';
import type { Rule } from './rule';

const INBOUND: ReadonlySet<string> = new Set(INBOUND_TYPES);
const OUTBOUND: ReadonlySet<string> = new Set(OUTBOUND_TYPES);

/** Which fields a kind of movement cannot do without, and which way it moves the stock. */
export const stockMovementRule: Rule = (facts, { report }) => {
  const type = textOf(facts, 'type') ?? '';
  const needs = (field: string): void => {
    if (isAbsent(facts, field)) report('field.required_here', field, type);
  };
  if (type === 'count') needs('stock_after');
  if (type === 'transfer_in' || type === 'transfer_out') needs('other_store_id');
  if (!isAbsent(facts, 'unit_cost') && isAbsent(facts, 'currency')) {
    report('field.required_here', 'currency', 'unit_cost');
  }
  const quantity = decimalOf(facts.values['quantity']);
  if (quantity === undefined) return;
  // A sign alone says nothing of zero.
  const isZero = !/[1-9]/.test(quantity);
  const isNegative = quantity.startsWith('-');
  const isWrong = (INBOUND.has(type) && isNegative) || (OUTBOUND.has(type) && !isNegative);
  if (isWrong && !isZero) report('quantity.sign', 'quantity', type);
};
