import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { skip } from './skip';

/** 483 changed the division of decimals; nothing else of 251 expressions differs. */
const VERSION = '476';
const PLUGIN = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:unpack';

export interface TrinoFiles {
  readonly lib: string;
  readonly plugins: string;
}

/** Trino's core and its Hive connector, fetched once through Maven (540 MB) into the cache. */
export function fetchTrino(cache: string): TrinoFiles {
  const core = path.join(cache, `trino-server-core-${VERSION}`);
  const plugins = path.join(cache, 'plugins');
  const files = { lib: path.join(core, 'lib'), plugins };
  if (!existsSync(files.lib)) {
    unpack(
      cache,
      `io.trino:trino-server-core:${VERSION}:tar.gz`,
      cache,
      `trino-server-core-${VERSION}/lib/*`,
    );
  }
  if (!existsSync(path.join(plugins, 'hive'))) {
    const raw = path.join(cache, 'raw');
    rmSync(raw, { recursive: true, force: true });
    unpack(cache, `io.trino:trino-hive:${VERSION}:zip`, raw);
    mkdirSync(plugins, { recursive: true });
    renameSync(path.join(raw, `trino-hive-${VERSION}`), path.join(plugins, 'hive'));
  }
  return files;
}

/** Maven runs with its own Java: any version will do. */
function unpack(cache: string, artifact: string, target: string, includes?: string): void {
  mkdirSync(cache, { recursive: true });
  const only = includes === undefined ? [] : [`-Dmdep.unpack.includes=${includes}`];
  const options = [`-Dartifact=${artifact}`, `-DoutputDirectory=${target}`, ...only];
  console.log(`fetching ${artifact} through Maven`);
  const ended = spawnSync('mvn', ['-B', '-q', '-ntp', PLUGIN, ...options], {
    cwd: cache,
    encoding: 'utf8',
  });
  if (ended.error !== undefined) skip('mvn is not installed; it fetches Trino once');
  if (ended.status !== 0) {
    const [reason = ''] = ended.stdout.split('\n').filter((line) => line.includes('ERROR'));
    skip(`Maven could not fetch ${artifact}: ${reason.slice(0, 200)}`);
  }
}
