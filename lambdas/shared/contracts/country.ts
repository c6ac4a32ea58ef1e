import { code, defineContract, instant, text, truth, RETENTION } from './field-types';

export const country = defineContract({
  name: 'country',
  table: 'countries',
  version: 1,
  about: 'Countries and what is known of them.',
  kind: 'reference',
  partition: 'arrival_date',
  key: ['country'],
  newestBy: 'updated_at',
  retentionDays: RETENTION,
  fields: {
    country: code('country', 'ISO 3166 alpha-2 code.', { required: true }),
    name: text('Name in English.', { maxLength: 128 }),
    continent: text('Continent.', { maxLength: 64 }),
    region: text('Sales region that the country belongs to.', { maxLength: 128 }),
    currency: code('currency', 'ISO 4217 code of its currency.', {}),
    time_zone: code('time_zone', 'IANA zone of its capital.', {}),
    is_eu: truth('Whether it belongs to the European Union.'),
    risk: text('Risk of payments to and from it, as compliance rates it.', {
      values: ['low', 'medium', 'high'],
    }),
    updated_at: instant('When the source changed the row; the newest wins.', {}),
  },
  rules: [],
});
