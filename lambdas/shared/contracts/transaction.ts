import {
  code,
  date,
  decimal,
  defineContract,
  id,
  instant,
  system,
  text,
  tokenised,
  RETENTION,
} from './field-types';
import { BANK_TYPES, RETAIL_TYPES } from './words';

const items = {
  kind: 'list',
  about: 'Lines of a sale or refund; their line amounts sum up to amount.',
  maxItems: 5000,
  fields: {
    product_id: id('What was sold.', { required: true }),
    quantity: decimal('Units, weight or volume; 0 is real.', { required: true, min: '0' }),
    line_amount: decimal('What was charged for the line, discounts off and taxes in.', {
      required: true,
    }),
    unit_price: decimal('List price of one unit.', { min: '0' }),
    unit_cost: decimal('Cost of one unit.', { min: '0' }),
    discount: decimal('Discount given on the line.', {}),
    tax: decimal('Tax contained in the line amount.', {}),
  },
} as const;

const payments = {
  kind: 'list',
  about: 'Means of payment of one transaction.',
  maxItems: 100,
  fields: {
    method: text('Means, e.g. card, cash, voucher.', { required: true, maxLength: 64 }),
    amount: decimal('Part paid by this means.', { required: true, min: '0' }),
    installments: { kind: 'integer', about: 'Number of instalments.', min: 0, max: 1000 },
  },
} as const;

/** Retail and bank transactions; one record is one state of one transaction. */
export const transaction = defineContract({
  name: 'transaction',
  table: 'transactions',
  version: 1,
  about: 'Retail and bank transactions, one row per state that a source recorded.',
  kind: 'stream',
  partition: 'business_date',
  key: ['source_system', 'transaction_id'],
  newestBy: 'event_time',
  happenedAt: 'transaction_time',
  retentionDays: RETENTION,
  fields: {
    transaction_id: id('Identifies the transaction within its source system.', { required: true }),
    source_system: system('System that recorded the transaction.'),
    transaction_time: instant('When it happened.', { required: true }),
    event_time: instant('When this state was recorded; the newest state wins.', { required: true }),
    channel: text('Where it happened.', {
      required: true,
      values: ['pos', 'web', 'app', 'branch', 'atm', 'partner'],
    }),
    type: text('What kind of transaction it is; the sign of the amount follows from it.', {
      required: true,
      values: [...RETAIL_TYPES, ...BANK_TYPES],
    }),
    status: text('State of the transaction.', {
      required: true,
      values: ['PENDING', 'COMPLETED', 'FAILED', 'CANCELLED', 'REVERSED'],
    }),
    currency: code('currency', 'ISO 4217 code of every amount of the record.', { required: true }),
    amount: decimal('Total, never negative, in at most the minor units of the currency.', {
      required: true,
      min: '0',
    }),
    account_id: tokenised('account', 'Account that is moved; required for bank types.', {}),
    direction: text('Seen from the account; required for bank types.', {
      values: ['debit', 'credit'],
    }),
    store_id: id('Store; required for sales and refunds at the point of sale.', { maxLength: 64 }),
    items,
    original_transaction_id: id('What a refund or a reversal takes back; required for them.', {}),
    customer_id: tokenised('customer', 'Who bought or ordered; absent when anonymous.', {}),
    counterparty_account: tokenised('account', 'The other account of a bank transaction.', {}),
    country: code('country', 'ISO 3166 alpha-2 code of the place.', {}),
    merchant_id: id('Merchant of a payment.', {}),
    mcc: text('Merchant category code.', { minLength: 4, maxLength: 4, pattern: '^[0-9]{4}$' }),
    payments,
    card_number: text('Refused unless the environment accepts cards; then last four and token.', {
      minLength: 13,
      maxLength: 23,
      pattern: '^[0-9](?:[ -]?[0-9]){12,18}$',
      pii: 'card',
      domain: 'card',
    }),
    tax: decimal('Tax contained in, or added on top of, the line amounts.', { min: '0' }),
    balance_after: decimal('Balance of the account after the transaction.', {}),
    value_date: date('Day from which the bank counts interest.', {}),
    promised_at: instant('Promised delivery.', {}),
    delivered_at: instant('Delivery.', {}),
    time_zone: code('time_zone', 'IANA zone in which the business day is counted.', {}),
    business_date: date('Business day; else the local date of transaction_time.', {}),
    seller_id: id('Seller on a marketplace.', {}),
    attributes: {
      kind: 'map',
      about: 'Free texts of the source.',
      maxKeys: 50,
      maxLength: 4096,
    },
  },
  rules: [
    'conditional',
    'card_number',
    'minor_units',
    'items_sum',
    'payments_sum',
    'time_window',
    'business_date',
  ],
});
