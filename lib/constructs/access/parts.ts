import type { Construct } from 'constructs';
import type { CatalogStack } from '../../catalog-stack';
import type { Deployment } from '../../deployment';
import type { IngestionStack } from '../../ingestion-stack';
import type { PipelineStack } from '../../pipeline-stack';
import type { StorageStack } from '../../storage-stack';
import type { Warehouse } from '../warehouse';

/** What the roles reach. */
export interface Reach {
  readonly deployment: Deployment;
  readonly storage: Pick<StorageStack, 'keys' | 'buckets'>;
  readonly catalog: Pick<CatalogStack, 'ledger' | 'configuration'>;
  readonly ingestion: Pick<IngestionStack, 'streams' | 'failed'>;
  /** Absent where it is off. */
  readonly warehouse?: Pick<Warehouse, 'workgroup'>;
  readonly pipeline: Pick<PipelineStack, 'medallion' | 'buildTable'>;
}

export interface RoleProps extends Reach {
  readonly scope: Construct;
}

/** Partition keys of the ledger that hold no person: runs, slices, models, days, files, the lease. */
export const LEDGER_KEYS = ['lease', 'day#*', 'slice#*', 'model#*', 'file#*', 'run'];
export const LEDGER_READ = ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'];
