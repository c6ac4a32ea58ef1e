import type { RuntimeContext, Service } from '../server/service';
import type { Catalog } from './catalog';
import { openCatalog } from './catalog';
import { databaseOperations } from './databases';
import { partitionOperations } from './partitions';
import { seedCatalog } from './seed';
import { tableOperations } from './tables';

const opened = new WeakMap<RuntimeContext, Catalog>();

/** The runtime's catalogue, opened once: Glue serves it and Athena reads it. */
export function catalogOf(ctx: RuntimeContext): Catalog {
  const known = opened.get(ctx);
  if (known !== undefined) return known;
  const catalog = openCatalog(ctx.dataDir);
  opened.set(ctx, catalog);
  return catalog;
}

export const epochSeconds = (): number => Math.floor(Date.now() / 1000);

export function glueService(ctx: RuntimeContext): Service {
  const catalog = catalogOf(ctx);
  return {
    name: 'glue',
    target: 'AWSGlue',
    operations: {
      ...databaseOperations(catalog, ctx.account),
      ...tableOperations(catalog, ctx.account, epochSeconds),
      ...partitionOperations(catalog, ctx.account, epochSeconds),
    },
    async start() {
      seedCatalog(catalog, ctx.resources, epochSeconds());
    },
  };
}
