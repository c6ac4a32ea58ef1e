import { join } from 'node:path';
import { catalogOf } from '../glue/service';
import type { RuntimeContext } from '../server/service';
import type { TrinoInstall } from '../trino/fetch';
import { createEngine } from './engine';
import type { Engine } from './engine';
import { placesOf } from './places';

interface LazyEngine {
  open(this: void): Promise<Pick<Engine, 'query'>>;
  close(): Promise<void>;
}

/**
 * The engine of a runtime, opened by the first statement.
 * @param trino answers in the place of DuckDB
 */
export function lazyEngine(ctx: RuntimeContext, trino: TrinoInstall | undefined): LazyEngine {
  const { dataDir: folder, objects } = ctx;
  const places = placesOf(ctx);
  const opened = async () => {
    if (trino !== undefined) {
      const { openTrino } = await import('../trino/engine');
      const databases = catalogOf(ctx)
        .databases()
        .map(({ name }) => name);
      const s3Endpoint = ctx.endpoint();
      return openTrino({
        install: trino,
        tables: places.tables,
        databases,
        objects,
        folder,
        s3Endpoint,
      });
    }
    return createEngine({ ...places, tempDirectory: join(folder, 'athena', 'spill') });
  };
  let engine: Promise<Pick<Engine, 'query'> & { close(): Promise<void> | void }> | undefined;
  return {
    open: () => (engine ??= opened()),
    close: async () => (await engine)?.close(),
  };
}
