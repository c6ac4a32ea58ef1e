import validate from 'asl-validator';
import { describe, expect, it } from 'vitest';
import { buildTableDefinition } from '../../lib/constructs/machines/build-table';
import { medallionDefinition } from '../../lib/constructs/machines/medallion';
import type { Graph, State } from '../../lib/constructs/machines/states';

const arn = (name: string): string => `arn:aws:lambda:us-east-1:111122223333:function:${name}`;
const machines = {
  medallion: medallionDefinition({
    planRun: arn('plan-run'),
    reportRun: arn('report-run'),
    buildTable: 'arn:aws:states:us-east-1:111122223333:stateMachine:build-table',
    longestSeconds: 7200,
  }),
  'build-table': buildTableDefinition({
    renderBuild: arn('render-build'),
    judgeBuild: arn('judge-build'),
    publishSlices: arn('publish-slices'),
  }),
};

function* statesOf(graph: Graph): Iterable<[string, State]> {
  for (const [name, state] of Object.entries(graph.States)) {
    yield [name, state];
    if (state.Type === 'Map') yield* statesOf(state.ItemProcessor);
  }
}

describe.each(Object.entries(machines))('%s', (_name, machine) => {
  it('is valid States Language', () => {
    const result = validate({ ...machine });

    expect(result.isValid, result.errorsText()).toBe(true);
  });

  it('limits every task in time, retries it with jitter and catches what is left, or its map does', () => {
    const tasks = [...statesOf(machine)].filter(([, state]) => state.Type === 'Task');

    expect(tasks.length).toBeGreaterThanOrEqual(5);
    for (const [name, state] of tasks) {
      if (state.Type !== 'Task') continue;
      expect(state.TimeoutSeconds, name).toBeGreaterThan(0);
      expect(state.Retry?.every(({ JitterStrategy }) => JitterStrategy === 'FULL')).toBe(true);
      if (name === 'PlanLevel') continue;
      expect(state.Catch?.at(-1)?.ErrorEquals, name).toEqual(['States.ALL']);
    }
  });

  it('passes lists by direct field only: a path over one element unwraps it', () => {
    const text = JSON.stringify(machine);
    const items = [...text.matchAll(/"Items":"([^"]*)"/g)].map(([, expression]) => expression);

    for (const expression of items) expect(expression).toMatch(/^\{% \$states\.input\.\w+ %\}$/);
    expect(text).not.toMatch(/\$(parse|uuid|hash|range|partition)\(/);
  });
});

describe('medallion', () => {
  it('gives the lease back on every way out after planning', () => {
    const { Plan, Levels, Report } = machines.medallion.States;
    const targets = [Plan, Levels, Report].map((state) =>
      state && 'Catch' in state ? state.Catch?.map(({ Next }) => Next) : undefined,
    );

    expect(targets).toEqual([['ReportFault'], ['ReportFault'], ['ReportFault']]);
  });

  it('holds no model, table or layer by name', () => {
    expect(JSON.stringify(machines)).not.toMatch(/silver|gold|bronze|transactions/);
  });
});
