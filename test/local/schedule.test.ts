import { describe, expect, it } from 'vitest';
import { fire } from '../../local/events/schedule';
import type { Resource } from '../../local/assembly/resources';
import type { Json } from '../../local/server/json';
import type { RuntimeContext } from '../../local/server/service';

const scheduled = (arn: string, input: string): Resource => ({
  type: 'AWS::Scheduler::Schedule',
  logicalId: 'Schedule',
  stack: 'S',
  name: 'looks',
  arn: 'a',
  properties: { Target: { Arn: arn, Input: input } },
  metadata: {},
});
const LAMBDA = 'arn:aws:lambda:us-east-1:000000000000:function:sluice-dev-check-health';

describe('a schedule on the laptop', () => {
  it('calls a function with its input', async () => {
    const called: [string, Json][] = [];
    const ctx = {
      invoke: async (arn: string, payload: Json) => {
        called.push([arn, payload]);
        return { payload: null };
      },
    } as unknown as RuntimeContext;

    await fire(scheduled(LAMBDA, '{"look":"ledger"}'), ctx);

    expect(called).toEqual([[LAMBDA, { look: 'ledger' }]]);
  });

  it('says in the log what failed: nobody waits for the answer', async () => {
    const lines: string[] = [];
    const ctx = {
      invoke: async () => ({ payload: null, functionError: 'Unhandled' }),
      log: (line: string) => lines.push(line),
    } as unknown as RuntimeContext;

    await fire(scheduled(LAMBDA, '{}'), ctx);

    expect(lines).toEqual([`schedule looks: ${LAMBDA} failed`]);
  });
});
