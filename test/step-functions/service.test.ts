import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { oneState } from './machine';
import { ended, freshFolder, machineArn, serve } from './runtime';
import { echo, slow, query } from './service-support';

describe('StartExecution', () => {
  it('runs the machine and describes its end in seconds and JSON text', async () => {
    const { call } = await serve({ machines: { echo } });

    const { executionArn } = await call('StartExecution', {
      stateMachineArn: machineArn('echo'),
      input: '{"a": 1}',
      name: 'one',
    });
    const end = await ended(call, executionArn);

    expect(executionArn).toBe('arn:aws:states:us-east-1:000000000000:execution:echo:one');
    expect(end).toMatchObject({ status: 'SUCCEEDED', input: '{"a": 1}', output: '{"a":1}' });
    expect(Math.abs(Number(end['startDate']) - Date.now() / 1000)).toBeLessThan(60);
  });

  it('is one execution for one name while that runs with the same input, else refused', async () => {
    const { call, service } = await serve({ machines: { slow } });
    const start = { stateMachineArn: machineArn('slow'), name: 'one', input: '{}' };

    const first = await call('StartExecution', start);
    const second = await call('StartExecution', start);

    expect(second).toEqual(first);
    await expect(call('StartExecution', { ...start, input: '[]' })).rejects.toMatchObject({
      code: 'ExecutionAlreadyExists',
    });
    await service.stop?.();
    await expect(call('StartExecution', start)).rejects.toMatchObject({
      code: 'ExecutionAlreadyExists',
    });
  });

  it.each([
    ['StateMachineDoesNotExist', { stateMachineArn: machineArn('none') }],
    ['InvalidExecutionInput', { stateMachineArn: machineArn('echo'), input: '{' }],
    ['InvalidName', { stateMachineArn: machineArn('echo'), name: 'a b' }],
  ])('answers %s', async (code, input) => {
    const { call } = await serve({ machines: { echo } });

    await expect(call('StartExecution', input)).rejects.toMatchObject({ code });
  });

  it('never happens on a machine that holds something unknown: the service does not start', async () => {
    const odd = oneState({ Type: 'Succeed', Odd: 1 });

    await expect(serve({ machines: { odd } })).rejects.toThrow('odd: S: unknown field "Odd"');
  });
});

describe('an execution', () => {
  it('that a StopExecution ends is ABORTED, and stops its query', async () => {
    const stopped: unknown[] = [];
    const { call } = await serve({
      machines: { query },
      athena: {
        StartQueryExecution: () => ({ QueryExecutionId: 'q1' }),
        GetQueryExecution: () => ({ QueryExecution: { Status: { State: 'RUNNING' } } }),
        StopQueryExecution: (input) => {
          stopped.push(input);
          return {};
        },
      },
    });
    const { executionArn } = await call('StartExecution', { stateMachineArn: machineArn('query') });

    await call('StopExecution', { executionArn: String(executionArn), error: 'E', cause: 'c' });

    expect(await ended(call, executionArn)).toMatchObject({ status: 'ABORTED', error: 'E' });
    expect(stopped).toEqual([{ QueryExecutionId: 'q1' }]);
  });

  it('whose process ended is ABORTED at the next start, whatever half a line was left', async () => {
    const dataDir = freshFolder();
    const before = await serve({ dataDir, machines: { slow } });
    const start = { stateMachineArn: machineArn('slow'), name: 'one' };
    const { executionArn } = await before.call('StartExecution', start);
    appendFileSync(path.join(dataDir, 'executions', 'executions.ndjson'), '{"arn":"half');

    const { call } = await serve({ dataDir, machines: { slow } });
    const { events } = await call('GetExecutionHistory', {
      executionArn: String(executionArn),
      reverseOrder: true,
      maxResults: 1,
    });

    expect(await ended(call, executionArn)).toMatchObject({ status: 'ABORTED' });
    expect(events).toMatchObject([{ type: 'ExecutionAborted' }]);
    await before.service.stop?.();
  });

  it('runs longer than its machine may is TIMED_OUT', async () => {
    const { call } = await serve({ machines: { slow: { ...slow, TimeoutSeconds: 1 } } });
    const { executionArn } = await call('StartExecution', { stateMachineArn: machineArn('slow') });

    expect(await ended(call, executionArn)).toMatchObject({ status: 'TIMED_OUT' });
  });

  it('waits a part of the time when the runtime says so', async () => {
    const { call } = await serve({ machines: { slow }, options: { waitScale: 0 } });
    const { executionArn } = await call('StartExecution', { stateMachineArn: machineArn('slow') });

    expect(await ended(call, executionArn)).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('shows its events in order, by pages', async () => {
    const { call } = await serve({ machines: { echo } });
    const { executionArn } = await call('StartExecution', { stateMachineArn: machineArn('echo') });
    await ended(call, executionArn);

    const page = { executionArn: String(executionArn), maxResults: 3 };
    const first = await call('GetExecutionHistory', page);
    const second = await call('GetExecutionHistory', {
      ...page,
      nextToken: String(first['nextToken']),
    });

    expect(first['events']).toMatchObject([
      { id: 1, type: 'ExecutionStarted', executionStartedEventDetails: { input: '{}' } },
      { id: 2, type: 'PassStateEntered', stateEnteredEventDetails: { name: 'S' } },
      { id: 3, type: 'PassStateExited', stateExitedEventDetails: { name: 'S' } },
    ]);
    expect(second).toMatchObject({ events: [{ id: 4, type: 'ExecutionSucceeded' }] });
  });
});

describe('ListExecutions', () => {
  it('gives the newest first, by status and page', async () => {
    const { call, service } = await serve({ machines: { echo, slow } });
    for (const name of ['a', 'b', 'c']) {
      await call('StartExecution', { stateMachineArn: machineArn('slow'), name });
    }
    const stateMachineArn = machineArn('slow');
    const first = await call('ListExecutions', { stateMachineArn, maxResults: 2 });
    const rest = await call('ListExecutions', {
      stateMachineArn,
      maxResults: 2,
      nextToken: String(first['nextToken']),
    });
    const done = await call('ListExecutions', { stateMachineArn, statusFilter: 'SUCCEEDED' });

    expect(first['executions']).toMatchObject([{ name: 'c' }, { name: 'b' }]);
    expect(rest).toMatchObject({ executions: [{ name: 'a' }] });
    expect(rest['nextToken']).toBeUndefined();
    expect(done['executions']).toEqual([]);
    await service.stop?.();
  });
});
