import { bad, ok, warn, type Checked } from './finding';

const LEAST = [20, 19] as const;

/** @param version as in `process.versions.node` */
export function nodeVersion(version: string): Checked {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isOld = major < LEAST[0] || (major === LEAST[0] && minor < LEAST[1]);
  if (isOld) return bad(`Node.js ${version}`, `install Node.js ${LEAST.join('.')} or later`);
  if (major % 2 === 1) {
    return warn(`Node.js ${version} is no long-term version`, 'use an even version: 22 or 24');
  }
  return ok(`Node.js ${version}`);
}
