import { type Days, daysOf } from './days';
import { type Files, filesOf } from './files';
import { type Leases, leasesOf } from './lease';
import { type Leftovers, leftoversOf } from './leftovers';
import { type Loads, loadsOf } from './loads';
import { type ModelStates, modelStatesOf } from './models';
import { type Runs, runsOf } from './runs';
import { type Slices, slicesOf } from './slices';
import { type Dynamo, Table } from './table';

export interface Ledger {
  readonly leases: Leases;
  readonly days: Days;
  readonly slices: Slices;
  readonly models: ModelStates;
  readonly runs: Runs;
  readonly files: Files;
  readonly leftovers: Leftovers;
  readonly loads: Loads;
}

/** The ledger in one DynamoDB table. Nothing is called before the first read or write. */
export function openLedger(client: () => Promise<Dynamo>, tableName: string): Ledger {
  const table = new Table(client, tableName);
  return {
    leases: leasesOf(table),
    days: daysOf(table),
    slices: slicesOf(table),
    models: modelStatesOf(table),
    runs: runsOf(table),
    files: filesOf(table),
    leftovers: leftoversOf(table),
    loads: loadsOf(table),
  };
}
