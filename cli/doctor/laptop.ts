import { accessSync, constants, existsSync, statfsSync } from 'node:fs';
import { createServer } from 'node:net';
import { freemem, totalmem } from 'node:os';
import path from 'node:path';
import { bytes } from '../format';
import { ROOT, type Home } from '../home';
import { currentOwner } from '../owner';
import { sourceHash } from '../synth';
import { emptyEngine } from '../target';
import { bad, checked, ok, warn, type Checked, type Finding } from './finding';
import { nodeVersion } from './node';

const PORT = 4566;
/** The engine takes up to 80 % of memory, handlers 300 MB each. */
const LEAST_MEMORY = 2e9;
const LEAST_DISK = 2e9;

/** Whether the lake can run here. Starts nothing and changes nothing. */
export const laptopFindings = (home: Home): Promise<readonly Finding[]> =>
  Promise.all([
    checked('node', () => nodeVersion(process.versions.node)),
    checked('memory', () => memory(totalmem(), freemem())),
    checked('disk', () => disk(home)),
    checked('data', () => data(home)),
    checked('assembly', () => assembly(home)),
    checked('engine', engine),
    checked('endpoint', () => endpoint(home)),
  ]);

/** @param total and free in bytes */
export function memory(total: number, free: number): Checked {
  if (total >= LEAST_MEMORY) return ok(`${bytes(total)}, of which ${bytes(free)} are free`);
  return warn(
    `${bytes(total)}: statements over much data spill to disk and get slow`,
    'work with fewer rows: npm start -- --rows 10000',
  );
}

function disk({ dir }: Home): Checked {
  const { bavail, bsize } = statfsSync(dir);
  const free = bavail * bsize;
  if (free >= LEAST_DISK) return ok(`${bytes(free)} are free at ${dir}`);
  return bad(`only ${bytes(free)} are free at ${dir}`, 'make room, or give --home <dir> elsewhere');
}

function data(home: Home): Checked {
  accessSync(home.dataDir, constants.W_OK);
  const owner = currentOwner(home);
  if (owner === undefined) return ok(`${home.dataDir}, used by nobody`);
  return ok(`${home.dataDir}, used by "sluice ${owner.verb}" (process ${owner.pid})`);
}

function assembly(home: Home): Checked {
  const hash = sourceHash(ROOT);
  const there = existsSync(path.join(home.assemblies, hash, 'manifest.json'));
  const owner = currentOwner(home);
  if (owner?.assembly !== undefined && owner.assembly !== hash) {
    return warn('"sluice up" runs older sources', 'restart it: npx sluice down, npx sluice up');
  }
  return ok(there ? `${hash} is that of the sources` : 'will be synthesized by the next verb');
}

async function engine(): Promise<Checked> {
  const opened = await emptyEngine();
  try {
    await opened.describe('SELECT 1 AS one');
    return ok('DuckDB answers');
  } finally {
    opened.close();
  }
}

async function endpoint(home: Home): Promise<Checked> {
  const owner = currentOwner(home);
  if (owner?.endpoint !== undefined) return ok(`served at ${owner.endpoint}`);
  if (await isFree(PORT)) return ok(`port ${PORT} is free for "sluice up"`);
  return warn(`port ${PORT} is taken by another program`, 'npx sluice up --port 5000');
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
