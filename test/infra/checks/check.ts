import { describe, expect, it } from 'vitest';
import { ENVIRONMENTS } from '../../../lib/config';
import { templatesOf, type Templates } from '../templates';

/**
 * A fact about the templates of an environment. What they get wrong is returned, one line a finding that begins
 * with the logical id, or thrown by an expectation; nothing when all is well. Pure and quick: the mutation test runs
 * every check against thousands of changed templates. A check that finds nothing to look at is a finding too.
 */
export type Check = (lake: Templates) => readonly string[] | void;
/** By a present-tense fact, e.g. `every bucket refuses plain HTTP`. */
export type Checks = Readonly<Record<string, Check>>;

/** One test per environment and fact. */
export function testChecks(topic: string, checks: Checks): void {
  describe.each(ENVIRONMENTS)(`${topic} of %s`, (env) => {
    it.each(Object.entries(checks))('%s', (_fact, check) => {
      expect(check(templatesOf(env)) ?? []).toEqual([]);
    });
  });
}
