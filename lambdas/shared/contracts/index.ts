import type { Contract } from './contract';
import { account } from './account';
import { country } from './country';
import { customer } from './customer';
import { customerUpdate } from './customer-update';
import { fxRate } from './fx-rate';
import { holiday } from './holiday';
import { product } from './product';
import { review } from './review';
import { seller } from './seller';
import { stockMovement } from './stock-movement';
import { store } from './store';
import { transaction } from './transaction';

/** Every contract by its bronze table. */
export const contracts: Readonly<Record<string, Contract>> = {
  transactions: transaction,
  stock_movements: stockMovement,
  customer_updates: customerUpdate,
  customers: customer,
  accounts: account,
  products: product,
  stores: store,
  fx_rates: fxRate,
  sellers: seller,
  reviews: review,
  holidays: holiday,
  countries: country,
};

/** @throws Error that lists the contracts when there is none of that bronze table */
export function contractOfTable(table: string): Contract {
  const contract = contracts[table];
  if (contract !== undefined) return contract;
  throw new Error(`unknown contract ${table}: choose one of ${Object.keys(contracts).join(', ')}`);
}
