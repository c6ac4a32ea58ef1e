import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Home } from './home';

/** Kept beside the data, so that the next start makes the same history, byte for byte. */
const memory = (home: Home): string => path.join(home.dir, 'start.json');

export const forgetHistory = (home: Home): void => rmSync(memory(home), { force: true });

export const rememberEnd = (home: Home, endDate: string): void =>
  writeFileSync(memory(home), JSON.stringify({ endDate }), { mode: 0o600 });

/** Last day of the history of this home; undefined when none was made. */
export function rememberedEnd(home: Home): string | undefined {
  if (!existsSync(memory(home))) return undefined;
  const known: unknown = JSON.parse(readFileSync(memory(home), 'utf8'));
  if (typeof known !== 'object' || known === null || !('endDate' in known)) return undefined;
  return typeof known.endDate === 'string' ? known.endDate : undefined;
}
