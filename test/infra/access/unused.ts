import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { matchesPattern } from './pattern';

interface Unused {
  /** Labels of roles, with wildcards. */
  readonly roles: readonly string[];
  readonly actions: readonly string[];
  readonly reason: string;
}

/** What policies allow and the end-to-end run does not call. */
export const UNUSED = parse(
  readFileSync(join(import.meta.dirname, 'unused.yaml'), 'utf8'),
) as readonly Unused[];

export const reasonFor = (role: string, action: string): string | undefined =>
  UNUSED.find(
    ({ roles, actions }) =>
      actions.includes(action) && roles.some((pattern) => matchesPattern(pattern, role)),
  )?.reason;
