import { NestedStack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { NetworkEndpoints } from './constructs/network-endpoints';
import type { GatewayUsers } from './constructs/network-guard';
import { PrivateNetwork } from './constructs/private-network';
import type { WarehouseSeat } from './constructs/warehouse';
import type { Deployment, FunctionNetwork } from './deployment';
import type { NetworkSettings } from './settings';

export interface NetworkStackProps {
  readonly deployment: Deployment;
  readonly settings: NetworkSettings;
}

/** Services that functions call, each by an endpoint; objects and items go by gateways. */
const SERVICES = ['athena', 'glue', 'kms', 'sns', 'states'];
/** What the functions of the warehouse call besides. */
const WAREHOUSE_SERVICES = ['redshift-data', 'redshift-serverless'];

/**
 * A network that every function runs in, and nothing leads out of. It stands before the buckets, whose policies
 * name its endpoint, so it holds nothing that needs a key.
 */
export class NetworkStack extends NestedStack {
  readonly network: PrivateNetwork;
  readonly storageEndpointId: string;
  readonly forFunctions: FunctionNetwork;
  readonly forWarehouse?: WarehouseSeat;
  /** Whom the guard lets out to the gateways. */
  readonly users: readonly GatewayUsers[];

  constructor(scope: Construct, id: string, { deployment, settings }: NetworkStackProps) {
    super(scope, id);
    const { warehouse } = deployment.config;
    this.network = new PrivateNetwork(this, 'Private', settings);
    const functions = this.seat('Functions', 'functions: call services, are not called');
    this.forFunctions = functions;
    this.users = [{ name: 'Functions', group: functions.group, gateways: ['s3', 'dynamodb'] }];
    if (warehouse !== 'off') {
      const seat = this.seat('Warehouse', 'warehouse: reads the lake, is asked by its API');
      this.forWarehouse = seat;
      this.users = [...this.users, { name: 'Warehouse', group: seat.group, gateways: ['s3'] }];
    }
    this.storageEndpointId = new NetworkEndpoints(this, 'Endpoints', {
      deployment,
      network: this.network,
      interfaces: [...SERVICES, ...(warehouse === 'off' ? [] : WAREHOUSE_SERVICES)],
      zones: settings.zones,
      tables: true,
    }).storageEndpointId;
  }

  private seat(id: string, about: string): FunctionNetwork & WarehouseSeat {
    const group = this.network.group(id, about);
    this.network.admit(group);
    return { vpc: this.network.vpc, subnets: this.network.subnets, group };
  }
}
