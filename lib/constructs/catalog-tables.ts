import type * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { contracts } from '../../lambdas/shared/contracts';
import {
  bronzeColumns,
  deliveryColumns,
  partitionColumn,
  quarantineColumns,
  type Column,
} from '../../lambdas/shared/derive/columns';
import { OPS_PARTITION, OPS_TABLES } from '../../lambdas/shared/models/ops-tables';
import { deliveryTableName } from '../../lambdas/shared/names';
import { contractOf } from '../contract-of';
import type { Deployment } from '../deployment';
import { LakeTable } from './lake-table';

interface TableProps {
  readonly deployment: Deployment;
  readonly lake: s3.IBucket;
}

const RUN_INPUTS: readonly Column[] = [
  { name: 'dataset', type: 'string', about: 'bronze table' },
  { name: 'day', type: 'string', about: 'partition day of the object' },
  { name: 'path', type: 'string', about: 'object, as "$path" shows it' },
];

/** One table per contract, one for what is rejected, and what Firehose converts by. */
export function arrivalTables(scope: Construct, { deployment, lake }: TableProps): void {
  const bronze = { database: 'bronze', lake } as const;
  const arrivals = new Construct(scope, 'Bronze');
  const deliveries = new Construct(scope, 'Delivery');
  for (const contract of Object.values(contracts)) {
    new LakeTable(arrivals, contract.table, {
      ...bronze,
      table: contract.table,
      about: contract.about,
      columns: bronzeColumns(contract),
      partition: partitionColumn(contract),
      prefix: `bronze/${contract.table}`,
    });
  }
  new LakeTable(arrivals, 'quarantine', {
    ...bronze,
    table: 'quarantine',
    about: 'rejected records with the reasons, redacted',
    columns: quarantineColumns(),
    partition: 'arrival_date',
    prefix: 'bronze/quarantine',
  });
  for (const stream of deployment.config.streams) {
    const contract = contractOf(stream.contract);
    const table = deliveryTableName(contract.table, contract.version);
    new LakeTable(deliveries, table, {
      ...bronze,
      table,
      about: 'the schema Firehose converts by; holds no data and is never queried',
      columns: deliveryColumns(contract),
      prefix: `bronze/${table}`,
    });
  }
}

/** What runs read, and what they say of themselves. */
export function opsTables(scope: Construct, { lake }: TableProps): void {
  new LakeTable(scope, 'run_inputs', {
    database: 'ops',
    lake,
    table: 'run_inputs',
    about: 'the objects that a run reads, pinned when it was planned',
    columns: RUN_INPUTS,
    partition: 'run',
    prefix: 'ops/run_inputs',
  });
  for (const [table, { about, columns }] of Object.entries(OPS_TABLES)) {
    new LakeTable(scope, table, {
      database: 'ops',
      lake,
      table,
      about,
      columns,
      partition: OPS_PARTITION,
      prefix: `ops/${table}`,
    });
  }
}
