/**
 * The expected tables, computed the plain way: maps and loops over the records as they were sent.
 * Shares no code with the product, so that agreement means something.
 */
export interface SentTransaction {
  readonly transaction_id: string;
  readonly source_system: string;
  readonly transaction_time: string;
  readonly event_time: string;
  readonly type: string;
  readonly status: string;
  readonly currency: string;
  readonly amount: string;
  readonly account_id?: string;
  readonly customer_id?: string;
  readonly time_zone?: string;
  readonly business_date?: string;
  readonly items?: readonly { readonly product_id: string; readonly line_amount: string }[];
}

/** Ten-thousandths of a currency unit, exact. */
export function units(amount: string): bigint {
  const [whole = '0', fraction = ''] = amount.split('.');
  return BigInt(whole + fraction.padEnd(4, '0').slice(0, 4));
}

export const decimalText = (value: bigint): string => {
  const digits = (value < 0n ? -value : value).toString().padStart(5, '0');
  return `${value < 0n ? '-' : ''}${digits.slice(0, -4)}.${digits.slice(-4)}`;
};

/** The local day of the transaction where it happened. */
export function businessDate(sent: SentTransaction): string {
  if (sent.business_date !== undefined) return sent.business_date;
  return new Intl.DateTimeFormat('en-CA', { timeZone: sent.time_zone ?? 'UTC' }).format(
    new Date(sent.transaction_time),
  );
}

const booking = (sent: SentTransaction): string =>
  [units(sent.amount), sent.currency, sent.type, sent.account_id ?? ''].join('|');

/** All states of one transaction, oldest first; equal event times keep the order they were sent in. */
function statesByKey(sent: readonly SentTransaction[]): SentTransaction[][] {
  const keys = new Map<string, SentTransaction[]>();
  for (const record of sent) {
    const key = `${record.source_system}|${record.transaction_id}`;
    const states = keys.get(key) ?? [];
    states.push(record);
    keys.set(key, states);
  }
  return [...keys.values()].map((states) =>
    states.sort((a, b) => Date.parse(a.event_time) - Date.parse(b.event_time)),
  );
}

/** What one transaction ends as: the newest state that leaves untouched what was booked first. */
function settle(states: readonly SentTransaction[]): SentTransaction {
  const booked = states.find(({ status }) => status === 'COMPLETED');
  const agreeing = booked ? states.filter((state) => booking(state) === booking(booked)) : states;
  const newest = agreeing.at(-1);
  if (!newest) throw new Error('a transaction without a state');
  return newest;
}

const conflictsOf = (states: readonly SentTransaction[]): number => {
  const first = states.findIndex(({ status }) => status === 'COMPLETED');
  const booked = states[first];
  if (!booked) return 0;
  return states.slice(first + 1).filter((state) => booking(state) !== booking(booked)).length;
};

export interface Expected {
  /** `source_system|transaction_id` to what silver must hold. */
  readonly silver: ReadonlyMap<string, { date: string; status: string; amount: string }>;
  /** Later versions that changed what was booked. */
  readonly conflicts: number;
  readonly items: number;
  /** Currency to the sum of all silver amounts. */
  readonly amounts: ReadonlyMap<string, string>;
  /** `business_date|currency` to completed sales less refunds, and the number of sales. */
  readonly daily: ReadonlyMap<string, { revenue: string; transactions: number; customers: number }>;
}

/** @param sent every record that the gate accepted, in the order it was sent, duplicates included */
export function expectedTables(sent: readonly SentTransaction[]): Expected {
  const keys = statesByKey(sent);
  const winners = keys.map(settle);
  const amounts = new Map<string, bigint>();
  const days = new Map<string, { revenue: bigint; transactions: number; known: Set<string> }>();
  for (const winner of winners) {
    const amount = units(winner.amount);
    amounts.set(winner.currency, (amounts.get(winner.currency) ?? 0n) + amount);
    if (winner.status !== 'COMPLETED' || !['sale', 'refund'].includes(winner.type)) continue;
    const key = `${businessDate(winner)}|${winner.currency}`;
    const day = days.get(key) ?? { revenue: 0n, transactions: 0, known: new Set<string>() };
    day.revenue += winner.type === 'sale' ? amount : -amount;
    if (winner.type === 'sale') {
      day.transactions += 1;
      if (winner.customer_id !== undefined) day.known.add(winner.customer_id);
    }
    days.set(key, day);
  }
  return {
    silver: new Map(
      winners.map((winner) => [
        `${winner.source_system}|${winner.transaction_id}`,
        {
          date: businessDate(winner),
          status: winner.status,
          amount: decimalText(units(winner.amount)),
        },
      ]),
    ),
    conflicts: keys.reduce((sum, states) => sum + conflictsOf(states), 0),
    items: winners.reduce((sum, winner) => sum + (winner.items?.length ?? 0), 0),
    amounts: new Map([...amounts].map(([currency, sum]) => [currency, decimalText(sum)])),
    daily: new Map(
      [...days].map(([key, { revenue, transactions, known }]) => [
        key,
        { revenue: decimalText(revenue), transactions, customers: known.size },
      ]),
    ),
  };
}
