import { join } from 'node:path';
import { noteFolder, noteObjects } from '../access/s3-calls';
import { catalogOf } from '../glue/service';
import type { RuntimeContext } from '../server/service';
import type { TrinoInstall } from '../trino/fetch';
import { createEngine } from './engine';
import type { Engine } from './engine';
import type { TableSource } from './catalog';
import { diskPath } from './results';

interface LazyEngine {
  open(this: void): Promise<Pick<Engine, 'query'>>;
  close(): Promise<void>;
}

/**
 * The engine of a runtime, opened by the first statement.
 * @param trino answers in the place of DuckDB
 */
export function lazyEngine(
  ctx: RuntimeContext,
  tables: TableSource,
  trino: TrinoInstall | undefined,
): LazyEngine {
  const { dataDir: folder, objects } = ctx;
  const opened = async () => {
    if (trino !== undefined) {
      const { openTrino } = await import('../trino/engine');
      const databases = catalogOf(ctx)
        .databases()
        .map(({ name }) => name);
      const s3Endpoint = ctx.endpoint();
      return openTrino({ install: trino, tables, databases, objects, folder, s3Endpoint });
    }
    return createEngine({
      resolveLocation: (uri) => {
        if (uri.endsWith('/')) noteFolder(uri);
        else noteObjects(['GetObject'], uri);
        return diskPath(objects, uri);
      },
      tables,
      tempDirectory: join(folder, 'athena', 'spill'),
    });
  };
  let engine: Promise<Pick<Engine, 'query'> & { close(): Promise<void> | void }> | undefined;
  return {
    open: () => (engine ??= opened()),
    close: async () => (await engine)?.close(),
  };
}
