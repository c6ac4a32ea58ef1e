import { describe, expect, it } from 'vitest';
import { buildTableDefinition } from '../../lib/constructs/machines/build-table';
import { medallionDefinition } from '../../lib/constructs/machines/medallion';
import { isObject } from '../../local/step-functions/json';
import type { Machine } from '../../lib/constructs/machines/states';
import { ended, machineArn, serve } from './runtime';

const json = (machine: Machine): Record<string, never> =>
  Object.fromEntries(Object.entries(machine).map(([key, value]) => [key, value as never]));
const machines = {
  medallion: json(
    medallionDefinition({
      planRun: 'plan',
      reportRun: 'report',
      buildTable: machineArn('build'),
      longestSeconds: 7200,
    }),
  ),
  build: json(
    buildTableDefinition({ renderBuild: 'render', judgeBuild: 'judge', publishSlices: 'publish' }),
  ),
};
const sql = { sql: 'SELECT 1', token: 't', workgroup: 'w', database: 'd' };
const athena = {
  StartQueryExecution: () => ({ QueryExecutionId: 'q' }),
  GetQueryExecution: () => ({
    QueryExecution: { QueryExecutionId: 'q', Status: { State: 'SUCCEEDED' } },
  }),
};

describe('our machines', () => {
  it('run with one level and one build: lists of one stay lists', async () => {
    const called: string[] = [];
    const { call } = await serve({
      machines,
      athena,
      invoke: async (name, payload) => {
        const op = isObject(payload) && typeof payload['op'] === 'string' ? payload['op'] : '';
        called.push(`${name} ${op}`.trim());
        if (name === 'plan' && op === 'start') {
          const planned = { status: 'planned', run: 'r', levels: [0], parallelBuilds: 4 };
          return { payload: { ...planned, isPlain: true } };
        }
        if (name === 'plan') return { payload: { builds: [{ run: 'r', build: 'gold.x-1' }] } };
        if (name === 'render') return { payload: { ctas: sql, audit: sql } };
        if (name === 'judge')
          return { payload: { next: 'publish', run: 'r', build: 'b', attempt: 1 } };
        return { payload: { status: 'SUCCEEDED' } };
      },
    });

    const { executionArn } = await call('StartExecution', {
      stateMachineArn: machineArn('medallion'),
    });

    expect(await ended(call, executionArn)).toMatchObject({ status: 'SUCCEEDED' });
    expect(called).toEqual([
      'plan start',
      'plan level',
      'render',
      'judge verdict',
      'publish',
      'report',
    ]);
  });

  it('make two transitions when there is nothing to build', async () => {
    const { call } = await serve({
      machines,
      invoke: async () => ({ payload: { status: 'nothing' } }),
    });

    const { executionArn } = await call('StartExecution', {
      stateMachineArn: machineArn('medallion'),
    });

    expect(await ended(call, executionArn)).toMatchObject({ status: 'SUCCEEDED' });
    const { events } = await call('GetExecutionHistory', { executionArn: String(executionArn) });
    const entered = JSON.stringify(events).match(/[A-Za-z]+StateEntered/g);
    expect(entered).toEqual(['TaskStateEntered', 'ChoiceStateEntered', 'SucceedStateEntered']);
  });
});
