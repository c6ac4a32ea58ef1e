import {
  code,
  date,
  defineContract,
  instant,
  text,
  tokenised,
  truth,
  RETENTION,
} from './field-types';

/**
 * Who buys. Names, phone numbers and addresses stay out of version 1: nothing downstream needs them,
 * and what is not there cannot leak.
 */
export const customer = defineContract({
  name: 'customer',
  table: 'customers',
  version: 1,
  about: 'Customers and what may be known about them without contact data.',
  kind: 'reference',
  partition: 'arrival_date',
  key: ['customer_id'],
  newestBy: 'updated_at',
  retentionDays: RETENTION,
  fields: {
    customer_id: tokenised('customer', 'Joins with the customer of a transaction.', {
      required: true,
    }),
    email: tokenised('email', 'E-mail address, as a token: equal addresses can be found.', {
      maxLength: 254,
      pattern: '^[^\\s@]+@[^\\s@]+$',
    }),
    country: code('country', 'ISO 3166 alpha-2 code of residence.', {}),
    region: text('State or province.', { maxLength: 128 }),
    segment: text('Segment given by marketing.', { maxLength: 64 }),
    age_band: text('Age range.', { maxLength: 32 }),
    income_band: text('Income range.', { maxLength: 32 }),
    home_ownership: text('Owner, renter and the like.', { maxLength: 64 }),
    marital_status: text('Marital status.', { maxLength: 64 }),
    household_size: text('Persons in the household, possibly open-ended, e.g. 5+.', {
      maxLength: 16,
    }),
    household_composition: text('Who lives in the household.', { maxLength: 64 }),
    children: text('Children in the household, possibly open-ended, e.g. 3+.', { maxLength: 16 }),
    joined_on: date('First day as a customer.', {}),
    is_active: truth('Whether the customer is active.'),
    has_marketing_consent: truth('Whether advertising may be sent.'),
    updated_at: instant('When the source changed the row; the newest wins.', {}),
  },
  rules: [],
});
