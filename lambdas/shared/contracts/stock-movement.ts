import {
  code,
  date,
  decimal,
  defineContract,
  id,
  instant,
  system,
  text,
  RETENTION,
} from './field-types';

/** Stock grows by these, or stays. */
export const INBOUND_TYPES = ['receipt', 'return', 'transfer_in'] as const;
/** Stock shrinks by these, or stays. */
export const OUTBOUND_TYPES = ['sale', 'transfer_out', 'write_off'] as const;
/** Either way: a correction, and the difference that a count found. */
export const EITHER_TYPES = ['adjustment', 'count'] as const;

/** What changed the stock of one product in one place. */
export const stockMovement = defineContract({
  name: 'stock_movement',
  table: 'stock_movements',
  version: 1,
  about: 'Movements of stock: one row per change of one product in one store or warehouse.',
  kind: 'stream',
  stream: 'inventory',
  partition: 'business_date',
  key: ['source_system', 'movement_id'],
  newestBy: 'event_time',
  happenedAt: 'movement_time',
  retentionDays: RETENTION,
  fields: {
    movement_id: id('Identifies the movement within its source system.', { required: true }),
    source_system: system('System that recorded the movement.'),
    movement_time: instant('When the stock changed.', { required: true }),
    event_time: instant('When this state was recorded; the newest state wins.', { required: true }),
    type: text('Why the stock changed.', {
      required: true,
      values: [...INBOUND_TYPES, ...OUTBOUND_TYPES, ...EITHER_TYPES],
    }),
    product_id: id('Joins with the product of a transaction line.', { required: true }),
    store_id: id('Store or warehouse whose stock changed.', { required: true, maxLength: 64 }),
    quantity: decimal('Change of the stock: negative when it left; 0 is real.', { required: true }),
    stock_after: decimal(
      'Stock after the movement; required for a count, where it is the count.',
      {},
    ),
    unit_cost: decimal('Cost of one unit, in the currency.', { min: '0' }),
    currency: code('currency', 'ISO 4217 code of the unit cost; required with it.', {}),
    other_store_id: id('The other end of a transfer; required for transfers.', { maxLength: 64 }),
    transaction_id: id('Sale or refund that moved the stock.', {}),
    supplier_id: id('Who delivered.', {}),
    lot: id('Lot or batch.', {}),
    expires_on: date('Last day on which the lot may be sold.', {}),
    reason: text('Reason given for an adjustment or a write-off.', { maxLength: 64 }),
    time_zone: code('time_zone', 'IANA zone in which the business day is counted.', {}),
    business_date: date('Business day; else the local date of movement_time.', {}),
    attributes: {
      kind: 'map',
      about: 'Free texts of the source.',
      maxKeys: 50,
      maxLength: 4096,
    },
  },
  rules: ['stock_movement', 'time_window', 'business_date'],
});
