import { describe, expect, it } from 'vitest';
import { ENVIRONMENTS } from '../../../lib/config';
import { templatesOf, type Templates } from '../templates';

/**
 * What the templates of an environment get wrong, one line a finding, beginning with the logical id; empty when
 * all is well. Pure and quick: the mutation test runs every check against hundreds of changed templates. A check
 * that finds nothing to look at is a finding too.
 */
export type Check = (lake: Templates) => readonly string[];
/** By a present-tense fact, e.g. `every bucket refuses plain HTTP`. */
export type Checks = Readonly<Record<string, Check>>;

/** One test per environment and fact. */
export function testChecks(topic: string, checks: Checks): void {
  describe.each(ENVIRONMENTS)(`${topic} of %s`, (env) => {
    it.each(Object.entries(checks))('%s', (_fact, check) => {
      expect(check(templatesOf(env))).toEqual([]);
    });
  });
}
