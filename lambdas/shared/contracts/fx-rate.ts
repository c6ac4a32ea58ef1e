import { code, date, decimal, defineContract, instant, text, RETENTION } from './field-types';

export const fxRate = defineContract({
  name: 'fx_rate',
  table: 'fx_rates',
  version: 1,
  about: 'Exchange rates, one per pair and day.',
  kind: 'reference',
  partition: 'arrival_date',
  key: ['base', 'quote', 'rate_date'],
  newestBy: 'updated_at',
  retentionDays: RETENTION,
  fields: {
    base: code('currency', 'ISO 4217 code of the currency that is priced.', { required: true }),
    quote: code('currency', 'ISO 4217 code of the currency it is priced in.', { required: true }),
    rate: decimal('Units of quote for one unit of base.', {
      required: true,
      precision: 20,
      scale: 10,
      min: '0.0000000001',
    }),
    rate_date: date('Day that the rate is valid for.', { required: true }),
    provider: text('Who published the rate.', { maxLength: 64 }),
    updated_at: instant('When the source changed the row; the newest wins.', {}),
  },
  rules: [],
});
