import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { configFor } from '../../lib/config';
import { alarmsOf } from '../infra/checks/alarm-lines';
import { templatesWith } from '../infra/templates';

const script = readFileSync(join(import.meta.dirname, '../../.ci/error-alarms'), 'utf8');
const asked = (/names=\(([^)]*)\)/.exec(script)?.[1] ?? '').split(/\s+/).filter(Boolean);
/** CloudFormation takes no more. */
const MOST = 5;

describe('the alarms that take a deployment back', () => {
  it('are those of what every record goes through, and of runs', () => {
    const alarms = alarmsOf(templatesWith(configFor('prod')));

    expect(asked.length).toBeLessThanOrEqual(MOST);
    expect(asked.filter((name) => alarms.has(name))).toEqual([
      'errors-transform-records-transactions',
      'errors-watch-records-transactions',
      'errors-ingest-file',
      'run-failed',
    ]);
  });

  it('are any function’s where few alarms are', () => {
    const alarms = alarmsOf(templatesWith(configFor('prod', 'lean')));

    expect(asked.filter((name) => alarms.has(name))).toEqual(['function-errors']);
  });
});
