import { describe, expect, it } from 'vitest';
import { AwsError } from '../../local/server/errors';
import { oneState } from './machine';
import { ended, machineArn, serve } from './runtime';
import { echo, slow, query } from './service-support';

const lambda = (more = {}) =>
  oneState({
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Arguments: { FunctionName: 'f', Payload: '{% $states.input %}' },
    Output: '{% $states.result.Payload %}',
    End: true,
    ...more,
  });

describe('lambda:invoke', () => {
  it('gives the handler the payload and its answer to the state', async () => {
    const { call } = await serve({
      machines: { lambda: lambda() },
      invoke: async (name, payload) => ({ payload: { name, payload } }),
    });
    const { executionArn } = await call('StartExecution', {
      stateMachineArn: machineArn('lambda'),
      input: '{"a":1}',
    });

    const { output } = await ended(call, executionArn);
    expect(JSON.parse(String(output))).toEqual({ name: 'f', payload: { a: 1 } });
  });

  it("fails with the handler's error name, and its whole answer as the cause", async () => {
    const payload = { errorType: 'PlanError', errorMessage: 'no', trace: [] };
    const { call } = await serve({
      machines: { lambda: lambda() },
      invoke: async () => ({ payload, functionError: 'Unhandled' }),
    });
    const { executionArn } = await call('StartExecution', {
      stateMachineArn: machineArn('lambda'),
    });

    expect(await ended(call, executionArn)).toMatchObject({
      status: 'FAILED',
      error: 'PlanError',
      cause: JSON.stringify(payload),
    });
  });

  it('names a fault of the service as Step Functions does', async () => {
    const { call } = await serve({
      machines: { lambda: lambda() },
      invoke: () => Promise.reject(new AwsError('TooManyRequestsException', 'slow down', 429)),
    });
    const { executionArn } = await call('StartExecution', {
      stateMachineArn: machineArn('lambda'),
    });

    expect(await ended(call, executionArn)).toMatchObject({
      error: 'Lambda.TooManyRequestsException',
    });
  });
});

describe('athena:startQueryExecution.sync', () => {
  const athena = (State: string) => ({
    StartQueryExecution: () => ({ QueryExecutionId: 'q1' }),
    GetQueryExecution: () => ({
      QueryExecution: {
        Status: { State, StateChangeReason: 'why', CompletionDateTime: 1.5 },
      },
    }),
  });

  it('gives the finished query with instants in milliseconds', async () => {
    const { call } = await serve({ machines: { query }, athena: athena('SUCCEEDED') });
    const { executionArn } = await call('StartExecution', { stateMachineArn: machineArn('query') });

    const { output } = await ended(call, executionArn);
    expect(JSON.parse(String(output))).toMatchObject({
      QueryExecution: { Status: { State: 'SUCCEEDED', CompletionDateTime: 1500 } },
    });
  });

  it('fails as States.TaskFailed with the query as its cause', async () => {
    const { call } = await serve({ machines: { query }, athena: athena('FAILED') });
    const { executionArn } = await call('StartExecution', { stateMachineArn: machineArn('query') });

    const { error, cause } = await ended(call, executionArn);
    expect(error).toBe('States.TaskFailed');
    expect(JSON.parse(String(cause))).toMatchObject({
      QueryExecution: { Status: { State: 'FAILED', StateChangeReason: 'why' } },
    });
  });
});

describe('states:startExecution.sync:2', () => {
  const parent = oneState({
    Type: 'Task',
    Resource: 'arn:aws:states:::states:startExecution.sync:2',
    Arguments: { StateMachineArn: machineArn('child'), Input: { n: '{% $states.input.n %}' } },
    Output: '{% $states.result.Output %}',
    End: true,
  });

  it("gives the child's output as JSON", async () => {
    const { call } = await serve({ machines: { parent, child: echo } });
    const { executionArn } = await call('StartExecution', {
      stateMachineArn: machineArn('parent'),
      input: '{"n":5}',
    });

    expect(await ended(call, executionArn)).toMatchObject({ output: '{"n":5}' });
  });

  it("fails with the child's end as its cause", async () => {
    const child = oneState({ Type: 'Fail', Error: 'Mine', Cause: 'why' });
    const { call } = await serve({ machines: { parent, child } });
    const { executionArn } = await call('StartExecution', {
      stateMachineArn: machineArn('parent'),
      input: '{"n":5}',
    });

    const { error, cause } = await ended(call, executionArn);
    expect(error).toBe('States.TaskFailed');
    expect(JSON.parse(String(cause))).toMatchObject({ Status: 'FAILED', Error: 'Mine' });
  });

  it('stops the child with the parent', async () => {
    const { call } = await serve({ machines: { parent, child: slow } });
    const { executionArn } = await call('StartExecution', {
      stateMachineArn: machineArn('parent'),
      input: '{"n":5}',
    });
    await new Promise((resolve) => setTimeout(resolve, 20));

    await call('StopExecution', { executionArn: String(executionArn) });
    const { executions } = await call('ListExecutions', { stateMachineArn: machineArn('child') });

    expect(executions).toMatchObject([{ status: 'ABORTED' }]);
  });
});
