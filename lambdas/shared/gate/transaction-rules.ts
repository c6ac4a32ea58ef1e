import { BANK_TYPES, RETAIL_TYPES } from '../contracts/words';
import { cardDigits, passesLuhn } from './cards';
import { placesUsed } from './decimal';
import { decimalOf, decimalsOf, type Facts, isAbsent, textOf } from './facts';
import { minorUnits, withdrawnCurrencies } from './lists/currencies';
import type { Rule } from './rule';
import { addsUp, MONEY_SCALE } from './sums';

const RETAIL: ReadonlySet<string> = new Set(RETAIL_TYPES);
const BANK: ReadonlySet<string> = new Set(BANK_TYPES);

/** Which fields a kind of transaction cannot do without. */
const conditional: Rule = (facts, { door, report, warn }) => {
  const type = textOf(facts, 'type') ?? '';
  const needs = (field: string, because: string): void => {
    if (isAbsent(facts, field)) report('field.required_here', field, because);
  };
  if (BANK.has(type)) {
    needs('account_id', 'bank type');
    needs('direction', 'bank type');
  }
  if (RETAIL.has(type)) {
    needs('items', 'sale or refund');
    if (textOf(facts, 'channel') === 'pos') needs('store_id', 'sale or refund at pos');
  }
  const isReversal = textOf(facts, 'status') === 'REVERSED';
  if (type !== 'refund' && !isReversal) return;
  // History rarely kept the link, and a return without it is still a return.
  if (door === 'stream') needs('original_transaction_id', type === 'refund' ? type : 'reversal');
  else if (isAbsent(facts, 'original_transaction_id')) warn('original.missing');
};

const cardNumber: Rule = (facts, { settings, report }) => {
  const number = textOf(facts, 'card_number');
  if (number === undefined) return;
  if (!settings.cardNumbers.accept) report('card.refused', 'card_number');
  if (!passesLuhn(cardDigits(number))) report('card.invalid', 'card_number');
};

/** Scale of the amount against the currency, and whether the currency existed then. */
const minorUnitsRule: Rule = (facts, { report }) => {
  const currency = textOf(facts, 'currency');
  if (currency === undefined) return;
  const amount = decimalOf(facts.values['amount']);
  const places = minorUnits.get(currency);
  if (amount !== undefined && places !== undefined && placesUsed(amount) > places) {
    report('amount.minor_units', 'amount');
  }
  const lastMonth = withdrawnCurrencies.get(currency);
  const time = facts.instants['transaction_time'];
  if (lastMonth === undefined || time === undefined) return;
  const month = new Date(time).toISOString().slice(0, 7);
  if (month > lastMonth) report('currency.withdrawn', 'currency');
};

const placesOf = (facts: Facts): number =>
  minorUnits.get(textOf(facts, 'currency') ?? '') ?? MONEY_SCALE;

/** Lines add up to the amount; tax may stand in the lines or on top of them. */
const itemsSum: Rule = (facts, { report }) => {
  const amount = decimalOf(facts.values['amount']);
  const lines = decimalsOf(facts, 'items', 'line_amount');
  if (amount === undefined || lines === undefined || lines.length === 0) return;
  const minor = placesOf(facts);
  if (addsUp(lines, amount, minor)) return;
  const tax = decimalOf(facts.values['tax']);
  if (tax !== undefined && addsUp([...lines, tax], amount, minor)) return;
  report('items.sum', 'items');
};

/** Vouchers, tips and freight make payments differ from the amount in real data: a warning. */
const paymentsSum: Rule = (facts, { warn }) => {
  const amount = decimalOf(facts.values['amount']);
  const parts = decimalsOf(facts, 'payments', 'amount');
  if (amount === undefined || parts === undefined || parts.length === 0) return;
  if (!addsUp(parts, amount, placesOf(facts))) warn('payments.sum');
};

/** By the names that the contract of transactions lists. */
export const TRANSACTION_RULES: Readonly<Record<string, Rule>> = {
  conditional,
  card_number: cardNumber,
  minor_units: minorUnitsRule,
  items_sum: itemsSum,
  payments_sum: paymentsSum,
};
