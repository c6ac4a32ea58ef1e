import type { Contract } from './contract';

/** Every contract as a chunk of its own: a Lambda of one stream loads one. */
const CHUNKS: Readonly<Record<string, () => Promise<Contract>>> = {
  transactions: async () => (await import('./transaction')).transaction,
  stock_movements: async () => (await import('./stock-movement')).stockMovement,
  customer_updates: async () => (await import('./customer-update')).customerUpdate,
  customers: async () => (await import('./customer')).customer,
  accounts: async () => (await import('./account')).account,
  products: async () => (await import('./product')).product,
  stores: async () => (await import('./store')).store,
  fx_rates: async () => (await import('./fx-rate')).fxRate,
  sellers: async () => (await import('./seller')).seller,
  reviews: async () => (await import('./review')).review,
  holidays: async () => (await import('./holiday')).holiday,
  countries: async () => (await import('./country')).country,
};

/** @throws Error that lists the contracts when there is none of that bronze table */
export async function loadContract(table: string): Promise<Contract> {
  const load = CHUNKS[table];
  if (load !== undefined) return load();
  throw new Error(`unknown contract ${table}: choose one of ${Object.keys(CHUNKS).join(', ')}`);
}
