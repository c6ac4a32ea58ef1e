import { Aws, Stack, Tags, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { bucketName } from '../lambdas/shared/names';
import { AccessStack } from './access-stack';
import { REGISTERED_BUCKET } from './constructs/lake-grants';
import { CatalogStack } from './catalog-stack';
import { acknowledge } from './compliance/acknowledge';
import { classify } from './constructs/classify';
import { NetworkGuard } from './constructs/network-guard';
import { refuseOutsiders } from './constructs/perimeter';
import type { Deployment } from './deployment';
import { IngestionStack } from './ingestion-stack';
import { NetworkStack } from './network-stack';
import { MonitoringStack } from './monitoring-stack';
import { PipelineStack } from './pipeline-stack';
import { StorageStack } from './storage-stack';
import { WarehouseStack } from './warehouse-stack';
import { Watchlist } from './watchlist';

export interface SluiceStackProps extends StackProps {
  readonly config: Deployment['config'];
  readonly codeOf: Deployment['codeOf'];
}

/**
 * One lake. Its parts are nested stacks in the order data flows, so that one deploy makes all and nothing is
 * exported by name; a part refers to earlier ones only.
 */
export class SluiceStack extends Stack {
  constructor(scope: Construct, id: string, { config, codeOf, ...props }: SluiceStackProps) {
    super(scope, id, { ...props, terminationProtection: config.keepData });
    const place = { env: config.env, account: Aws.ACCOUNT_ID, region: Aws.REGION };
    if (config.access.lakeFormation) {
      const arn = `arn:${Aws.PARTITION}:s3:::${bucketName(place, 'lake')}`;
      this.node.setContext(REGISTERED_BUCKET, arn);
    }
    const anywhere: Deployment = { config, place, codeOf, watchlist: new Watchlist() };
    const network =
      config.network === 'off'
        ? undefined
        : new NetworkStack(this, 'Network', { deployment: anywhere, settings: config.network });
    const deployment: Deployment = { ...anywhere, network: network?.forFunctions };

    const storage = new StorageStack(this, 'Storage', { deployment });
    if (network) enclose(deployment, network, storage);
    const catalog = new CatalogStack(this, 'Catalog', {
      deployment,
      lake: storage.buckets.lake,
      results: storage.buckets.results,
      key: storage.keys.data,
      backup: storage.backup,
    });
    const ingestion = new IngestionStack(this, 'Ingestion', {
      deployment,
      storage,
      ledger: catalog.ledger,
      configuration: catalog.configuration,
    });
    const { topics } = ingestion;
    const warehouse =
      config.warehouse === 'off'
        ? undefined
        : new WarehouseStack(this, 'Warehouse', {
            deployment,
            storage,
            settings: config.warehouse,
            seat: network?.forWarehouse,
          });
    const pipeline = new PipelineStack(this, 'Pipeline', {
      deployment,
      storage,
      catalog,
      topics,
      warehouse: warehouse?.warehouse,
    });
    const { people } = new AccessStack(this, 'Access', {
      deployment,
      storage,
      catalog,
      ingestion,
      pipeline,
      warehouse: warehouse?.warehouse,
    });
    // Last: it watches whatever the others have made.
    new MonitoringStack(this, 'Monitoring', { deployment, storage, catalog, topics, people });
    // Tables and workgroups are found by name: no reference tells CloudFormation to wait for them.
    for (const stack of [ingestion, pipeline, warehouse]) stack?.node.addDependency(catalog);

    acknowledge(this, config);
    for (const [key, value] of Object.entries(config.tags)) Tags.of(this).add(key, value);
    classify(this, 'Internal'); // what holds more says so itself
  }
}

/** What the network needs of the keys, and the buckets of the network: neither can wait for the other. */
function enclose(deployment: Deployment, network: NetworkStack, storage: StorageStack): void {
  new NetworkGuard(storage, 'Network', {
    deployment,
    key: storage.keys.data,
    vpc: network.network.vpc,
    users: network.users,
  });
  for (const bucket of Object.values(storage.buckets)) {
    refuseOutsiders(bucket, network.storageEndpointId);
  }
}
