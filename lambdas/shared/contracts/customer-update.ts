import type { Field } from './contract';
import {
  code,
  date,
  defineContract,
  id,
  instant,
  system,
  text,
  tokenised,
  truth,
  RETENTION,
} from './field-types';
import type { PROFILE_FIELDS } from './words';

/** Says more of a person than that it is one: shown to nobody outside the tables. */
const trait = (about: string, maxLength: number) => text(about, { maxLength, pii: 'restricted' });

const profile = {
  email: tokenised('email', 'New e-mail address, as a token: equal addresses can be found.', {
    maxLength: 254,
    pattern: '^[^\\s@]+@[^\\s@]+$',
  }),
  region: trait('New state or province.', 128),
  segment: text('New segment.', { maxLength: 64 }),
  age_band: trait('New age range.', 32),
  income_band: trait('New income range.', 32),
  home_ownership: trait('Owner, renter and the like, as it is now.', 64),
  marital_status: trait('Marital status as it is now.', 64),
  household_size: trait('Persons in the household, possibly open-ended, e.g. 5+.', 16),
  household_composition: trait('Who lives in the household now.', 64),
  children: trait('Children in the household, possibly open-ended, e.g. 3+.', 16),
  is_active: truth('Whether the customer is active from now on.'),
  has_marketing_consent: truth('Whether advertising may be sent from now on.'),
} as const satisfies Readonly<Record<(typeof PROFILE_FIELDS)[number], Field>>;

/**
 * What customers do to themselves. Names, phone numbers, addresses and network addresses have no field,
 * and unknown fields are refused: what is not there cannot leak.
 */
export const customerUpdate = defineContract({
  name: 'customer_update',
  table: 'customer_updates',
  version: 1,
  about: 'Logins and changed profiles of customers, one row per event.',
  kind: 'stream',
  partition: 'business_date',
  key: ['source_system', 'event_id'],
  newestBy: 'event_time',
  happenedAt: 'event_time',
  unknownFields: 'refused',
  retentionDays: RETENTION,
  fields: {
    event_id: id('Identifies the event within its source system.', { required: true }),
    source_system: system('System that recorded the event.'),
    customer_id: tokenised('customer', 'Joins with the customer of a transaction.', {
      required: true,
    }),
    event_type: text('What the customer did.', {
      required: true,
      values: ['profile_update', 'login'],
    }),
    event_time: instant('When it happened.', { required: true }),
    channel: text('Where it happened.', {
      values: ['web', 'app', 'branch', 'atm', 'phone', 'partner'],
    }),
    device: text('Kind of device.', { values: ['desktop', 'mobile', 'tablet', 'kiosk', 'other'] }),
    country: code('country', 'ISO 3166 alpha-2 code of the place of the event.', {}),
    outcome: text('How a login ended; required for logins.', {
      values: ['success', 'failure', 'locked'],
    }),
    ...profile,
    time_zone: code('time_zone', 'IANA zone in which the business day is counted.', {}),
    business_date: date('Business day; else the local date of event_time.', {}),
  },
  rules: ['customer_update', 'time_window', 'business_date'],
});
