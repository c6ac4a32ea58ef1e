import { NestedStack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { LakeQueue } from './constructs/lake-queue';
import { NetworkEndpoints } from './constructs/network-endpoints';
import { NetworkGuard } from './constructs/network-guard';
import { PrivateNetwork } from './constructs/private-network';
import { Warehouse, type WarehouseSeat } from './constructs/warehouse';
import { WarehouseMigrations } from './constructs/warehouse-migrations';
import { warehouseReader } from './constructs/warehouse-reader';
import { WarehouseSnapshots } from './constructs/warehouse-snapshots';
import type { Deployment } from './deployment';
import type { WarehouseSettings } from './settings';
import type { StorageStack } from './storage-stack';

export interface WarehouseStackProps {
  readonly deployment: Deployment;
  readonly storage: Pick<StorageStack, 'keys' | 'buckets'>;
  readonly settings: WarehouseSettings;
  /** Where it sits in the lake's network; it gets a network of its own without it. */
  readonly seat?: WarehouseSeat;
}

/** Redshift takes three zones at least. Nothing is connected to the network, so its addresses may be anybody's. */
const OWN_NETWORK = { cidr: '10.71.0.0/24', zones: 3 };

/** Gold as a warehouse: Redshift Serverless over the published tables, its schema, its snapshots. Stateful. */
export class WarehouseStack extends NestedStack {
  readonly warehouse: Warehouse;

  constructor(scope: Construct, id: string, props: WarehouseStackProps) {
    super(scope, id);
    const { deployment, storage, settings } = props;
    const key = storage.keys.data;
    const failed = new LakeQueue(this, 'Failed', {
      deployment,
      key,
      about: 'failed-warehouse-work',
      tells: 'tables-stale',
      impact: 'The warehouse lacks a snapshot of a day, or a deployment its migrations.',
    });
    const reader = warehouseReader(this, storage);
    const warehouse = new Warehouse(this, 'Warehouse', {
      deployment,
      settings,
      key,
      reader,
      seat: props.seat ?? this.ownSeat(props),
    });
    this.warehouse = warehouse;
    const { namespace } = warehouse;
    new WarehouseSnapshots(this, 'Snapshots', {
      namespace,
      days: settings.snapshotDays,
      failed,
      key,
    });
    new WarehouseMigrations(this, 'Migrations', {
      deployment,
      settings,
      warehouse,
      reader,
      key,
      failed,
    });
  }

  /** Subnets are not optional. Routed through them, reading the lake needs S3 and the catalog, and nothing else. */
  private ownSeat({ deployment, storage }: WarehouseStackProps): WarehouseSeat {
    const network = new PrivateNetwork(this, 'Network', OWN_NETWORK);
    const group = network.group('Workgroup', 'warehouse: reads the lake, is asked by its API');
    network.admit(group);
    new NetworkEndpoints(this, 'Endpoints', {
      deployment,
      network,
      interfaces: ['glue'],
      // A zone that fails takes the catalog from the others: an hour of it costs less than two more endpoints.
      zones: 1,
      tables: false,
    });
    new NetworkGuard(this, 'Guard', {
      deployment,
      key: storage.keys.data,
      vpc: network.vpc,
      users: [{ name: 'Workgroup', group, gateways: ['s3'] }],
    });
    return { subnets: network.subnets, group };
  }
}
