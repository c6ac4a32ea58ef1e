import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { columnsOf, judge } from '../gate/door';

const script = readFileSync(join(import.meta.dirname, '../../.ci/smoke'), 'utf8');

it("prod's smoke record is refused, and the quarantine names where it comes from", () => {
  const record =
    /printf '(\{"source_system".*\})\\n'/.exec(script)?.[1]?.replace('%s', 'now') ?? '';
  const verdict = judge(record);

  expect(verdict.accepted).toBe(false);
  expect(columnsOf(verdict.row).source_system).toBe('smoke-test');
});
