import { describe, expect, it } from 'vitest';
import { classifyFailure } from '../../lambdas/judge-build/classify';
import { afterFailure } from '../../lambdas/judge-build/failure';
import { scrubMessage } from '../../lambdas/judge-build/scrub';
import { LAKE_MODELS } from './support/models';

describe('a failure', () => {
  const athena = (reason: string, extra: object = {}) => ({
    error: 'States.TaskFailed',
    cause: JSON.stringify({
      QueryExecution: { Status: { State: 'FAILED', StateChangeReason: reason, ...extra } },
    }),
    stage: 'ctas',
  });
  it.each([
    ['SYNTAX_ERROR: line 3:8: Column x cannot be resolved', 'hopeless'],
    ['TYPE_MISMATCH: line 1:1: types differ', 'hopeless'],
    ['TABLE_NOT_FOUND: line 1:1', 'hopeless'],
    ['Insufficient permissions to execute the query', 'hopeless'],
    ['Access Denied (Service: Amazon S3)', 'hopeless'],
    ['DIVISION_BY_ZERO: Division by zero', 'hopeless'],
    ['HIVE_TOO_MANY_OPEN_PARTITIONS: Exceeded limit of 100', 'hopeless'],
    ['Query exhausted resources at this scale factor', 'retryable'],
    ['HIVE_PATH_ALREADY_EXISTS: Target directory exists', 'retryable'],
    ['GENERIC_INTERNAL_ERROR: null', 'retryable'],
    ['something nobody has seen', 'retryable'],
    ['Please reduce your request rate (SlowDown)', 'throttle'],
    ['TooManyRequestsException: Rate exceeded', 'throttle'],
  ])('%s is %s', (reason, kind) => {
    expect(classifyFailure(athena(reason)).kind).toBe(kind);
  });

  it('is what Athena says where no pattern knows', () => {
    const told = athena('odd', { AthenaError: { Retryable: false } });

    expect(classifyFailure(told).kind).toBe('hopeless');
  });

  it('of a time limit may mend, one of our own steps does not', () => {
    expect(classifyFailure({ error: 'States.Timeout', cause: '', stage: 'audit' }).kind).toBe(
      'retryable',
    );
    const lambda = { errorType: 'StaleFenceError', errorMessage: 'taken over' };
    const own = { error: 'StaleFenceError', cause: JSON.stringify(lambda), stage: 'publish' };
    expect(classifyFailure(own)).toEqual({
      kind: 'hopeless',
      message: 'StaleFenceError: taken over',
    });
  });

  it('is found in a cause that Step Functions has cut', () => {
    const { cause } = athena('SYNTAX_ERROR: line 1:1: odd');

    expect(classifyFailure({ ...athena(''), cause: cause.slice(0, -3) }).kind).toBe('hopeless');
  });

  it('pauses longer after a throttle, drawn at random, and stops after the third attempt', () => {
    const [model] = LAKE_MODELS;
    if (model === undefined) throw new Error('no model');
    const step = (attempt: number, random: number) =>
      afterFailure(model, { run: 'r', build: 'b', attempt }, athena('Rate exceeded'), random);

    expect(step(1, 0)).toMatchObject({ next: 'retry', attempt: 2, waitSeconds: 1 });
    expect(step(2, 0.99)).toMatchObject({ next: 'retry', attempt: 3, waitSeconds: 119 });
    expect(step(3, 0)).toMatchObject({ next: 'fail', error: 'Sluice.Throttled' });
  });
});

describe('a message', () => {
  const sql = 'SELECT amount, business_date FROM ${bronze}.transactions';
  it.each([
    ["Cannot cast 'john@x.org' to BIGINT", 'john'],
    ['Value cannot be cast to date: 2019-99-99', '2019'],
    ['Invalid format: "4111 1111 1111 1111"', '4111'],
    ['bad row 4111111111111111 at end', '4111'],
    ["INVALID_FUNCTION_ARGUMENT: it''s 'O''Neil' here", 'Neil'],
    ['mail john@x.org here', 'john'],
  ])('%s loses what it quotes', (message, secret) => {
    expect(scrubMessage(message, sql)).not.toContain(secret);
  });

  it('keeps names of the model’s own SQL, and positions', () => {
    const message = "COLUMN_NOT_FOUND: line 12:7: Column 'amount' of 'silver' cannot be resolved";

    expect(scrubMessage(message, sql)).toBe(
      "COLUMN_NOT_FOUND: line 12:7: Column 'amount' of '…' cannot be resolved",
    );
  });
});
