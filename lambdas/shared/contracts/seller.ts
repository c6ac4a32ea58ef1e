import { code, date, defineContract, id, instant, text, truth, RETENTION } from './field-types';

/** Who sells on a marketplace: a business. Names of its people have no field. */
export const seller = defineContract({
  name: 'seller',
  table: 'sellers',
  version: 1,
  about: 'Businesses that sell on a marketplace.',
  kind: 'reference',
  partition: 'arrival_date',
  key: ['seller_id'],
  newestBy: 'updated_at',
  retentionDays: RETENTION,
  fields: {
    seller_id: id('Joins with the seller of a transaction.', { required: true, maxLength: 128 }),
    name: text('Name of the business.', {}),
    country: code('country', 'ISO 3166 alpha-2 code of its seat.', {}),
    region: text('Sales region, state or province.', { maxLength: 128 }),
    city: text('City.', { maxLength: 128 }),
    category: text('What it mostly sells.', { maxLength: 128 }),
    joined_on: date('First day on the marketplace.', {}),
    is_active: truth('Whether it may sell.'),
    updated_at: instant('When the source changed the row; the newest wins.', {}),
  },
  rules: [],
});
