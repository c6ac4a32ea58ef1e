import type { PartitionRegistry } from '../shared/catalog/partitions';
import type { Ledger } from '../shared/ledger/ledger';
import type { Model } from '../shared/models/model';
import type { Objects } from '../shared/objects';
import type { Deployed } from '../shared/plans/deployed';
import type { Bronze } from './listing';

/** What planning touches outside itself; tests hand in their own. */
export interface PlanPorts extends Deployed {
  readonly ledger: Ledger;
  readonly lake: Objects;
  readonly results: Objects;
  readonly glue: () => Promise<PartitionRegistry>;
  /** Whether an execution, by ARN, still runs. */
  readonly isAlive: (execution: string) => Promise<boolean>;
  /** ISO 8601 UTC; for the times that a summary shows, never for a decision. */
  readonly now: () => string;
  /** Makes Glue agree with the ledger: for tables that a crash left in between. */
  readonly repair: (model: Model) => Promise<void>;
  /** Makes Glue have a sliced table, whatever is in it. */
  readonly show: (model: Model) => Promise<void>;
}

/** Quarantine and whatever has no contract is partitioned by the day of arrival, and any file may write to it. */
export const bronzeOfPorts = ({ contracts, lake, ledger }: PlanPorts): Bronze => ({
  lake,
  partitionOf: (dataset) => contracts[dataset]?.partition ?? 'arrival_date',
  filesOf: (dataset) => ledger.files.list(dataset),
  sourcesOf: (dataset) => (contracts[dataset] ? [dataset] : Object.keys(contracts)),
});
