import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { findJava, TrinoAbsent } from './java';

/** 483 changed the division of decimals; nothing else of 251 expressions differs. */
export const TRINO_VERSION = '476';
const PLUGIN = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:unpack';

/** A Trino that can be started. */
export interface TrinoInstall {
  readonly java: string;
  readonly lib: string;
  readonly plugins: string;
}

const cacheFolder = (): string =>
  path.resolve(process.env['TRINO_CACHE'] ?? path.join(homedir(), '.cache', 'sluice', 'trino'));

/**
 * Java, and Trino's core and Hive connector, fetched once through Maven (540 MB) into TRINO_CACHE.
 * @throws TrinoAbsent with the remedy when Java, Maven or the download fails
 */
export function installedTrino(tell: (line: string) => void = () => undefined): TrinoInstall {
  const java = findJava();
  const cache = cacheFolder();
  const core = path.join(cache, `trino-server-core-${TRINO_VERSION}`);
  const lib = path.join(core, 'lib');
  const plugins = path.join(cache, 'plugins');
  const unpack = unpacker(cache, tell);
  if (!existsSync(lib)) {
    const only = `trino-server-core-${TRINO_VERSION}/lib/*`;
    unpack(`io.trino:trino-server-core:${TRINO_VERSION}:tar.gz`, cache, only);
  }
  if (!existsSync(path.join(plugins, 'hive'))) {
    const raw = path.join(cache, 'raw');
    rmSync(raw, { recursive: true, force: true });
    unpack(`io.trino:trino-hive:${TRINO_VERSION}:zip`, raw);
    mkdirSync(plugins, { recursive: true });
    renameSync(path.join(raw, `trino-hive-${TRINO_VERSION}`), path.join(plugins, 'hive'));
  }
  return { java, lib, plugins };
}

/** Maven only downloads here: a Java older than the server's will do. */
const unpacker =
  (cache: string, tell: (line: string) => void) =>
  (artifact: string, target: string, includes?: string): void => {
    mkdirSync(cache, { recursive: true });
    const only = includes === undefined ? [] : [`-Dmdep.unpack.includes=${includes}`];
    const options = [`-Dartifact=${artifact}`, `-DoutputDirectory=${target}`, ...only];
    tell(`fetching ${artifact} through Maven`);
    const ended = spawnSync('mvn', ['-B', '-q', '-ntp', PLUGIN, ...options], {
      cwd: cache,
      encoding: 'utf8',
    });
    if (ended.error !== undefined) {
      throw new TrinoAbsent('mvn is not there; it fetches Trino once', 'install Apache Maven');
    }
    if (ended.status === 0) return;
    const [reason = ''] = ended.stdout.split('\n').filter((line) => line.includes('ERROR'));
    throw new TrinoAbsent(
      `Maven could not fetch ${artifact}: ${reason.slice(0, 200)}`,
      'try again with a network, or set TRINO_CACHE to a folder that holds it',
    );
  };
