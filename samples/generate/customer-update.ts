import type { Catalogue } from './catalogue';
import type { Random } from './random';

type Fields = Readonly<Record<string, unknown>>;

const login = (random: Random): Fields => ({
  event_type: 'login',
  outcome: random.chance(0.93) ? 'success' : random.pick(['failure', 'failure', 'locked']),
});

const CHANGES: readonly [(random: Random) => Fields, ...((random: Random) => Fields)[]] = [
  (random) => ({ segment: random.pick(['new', 'regular', 'loyal']) }),
  (random) => ({ has_marketing_consent: random.chance(0.4) }),
  // Nobody's: the domain is reserved for examples.
  (random) => ({ email: `shopper${random.below(100_000)}@example.org` }),
  (random) => ({ household_size: random.pick(['1', '2', '3', '4', '5+']) }),
];
const update = (random: Random): Fields => ({
  event_type: 'profile_update',
  ...random.pick(CHANGES)(random),
});

/** What a customer did to the account: four logins to a changed profile. @param time epoch milliseconds */
export function customerUpdate(
  catalogue: Catalogue,
  random: Random,
  { id, time }: { readonly id: string; readonly time: number },
): Fields {
  const customer = catalogue.drawCustomer(random);
  return {
    event_id: id,
    source_system: 'customer-portal',
    customer_id: customer.id,
    event_time: new Date(time).toISOString(),
    channel: random.pick(['web', 'app', 'app']),
    device: random.pick(['mobile', 'mobile', 'desktop', 'tablet']),
    country: customer.place.country,
    ...(random.chance(0.8) ? login(random) : update(random)),
    time_zone: customer.place.zone,
  };
}
