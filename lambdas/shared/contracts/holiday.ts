import { code, date, defineContract, instant, text, truth, RETENTION } from './field-types';

export const holiday = defineContract({
  name: 'holiday',
  table: 'holidays',
  version: 1,
  about: 'Holidays by country, one row per holiday and day.',
  kind: 'reference',
  partition: 'arrival_date',
  key: ['country', 'holiday_date', 'name'],
  newestBy: 'updated_at',
  retentionDays: RETENTION,
  fields: {
    country: code('country', 'ISO 3166 alpha-2 code.', { required: true }),
    holiday_date: date('The day.', { required: true }),
    name: text('Name of the holiday.', { required: true, maxLength: 128 }),
    is_public: truth('Whether shops and banks are closed; true when the source does not tell.'),
    updated_at: instant('When the source changed the row; the newest wins.', {}),
  },
  rules: [],
});
