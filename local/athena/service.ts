import { join } from 'node:path';
import { catalogOf, epochSeconds } from '../glue/service';
import { tableSource } from '../glue/table-source';
import { AwsError } from '../server/errors';
import { optionalText, text } from '../server/json';
import type { JsonObject } from '../server/json';
import type { Operation, RuntimeContext, Service } from '../server/service';
import { createEngine } from './engine';
import type { Engine } from './engine';
import { openExecutions } from './executions';
import type { Execution, Executions } from './executions';
import { pageOfResult } from './result-pages';
import { diskPath, ResultFiles } from './results';
import { runExecution } from './run-execution';
import { resultUri, shownExecution } from './shown';
import { startExecution } from './start-execution';
import { shownWorkgroup, workgroupsOf } from './workgroups';
import type { Workgroup } from './workgroups';

interface Running {
  readonly stop: AbortController;
  readonly done: Promise<void>;
}

/** Athena's API over the engine: StartQueryExecution, GetQueryExecution, GetQueryResults, StopQueryExecution. */
export function athenaService(ctx: RuntimeContext): Service {
  const results = new ResultFiles(ctx.objects);
  const executions = openExecutions(ctx.dataDir, Date.now);
  const workgroups = workgroupsOf(ctx.resources);
  const running = new Map<string, Running>();
  const engine = lazyEngine(ctx);

  const launch = (execution: Execution): void => {
    const stop = new AbortController();
    const workgroup = workgroups.get(execution.workgroup);
    const done = runExecution(execution, {
      ...{ executions, results, objects: ctx.objects, opened: engine.open },
      ...(workgroup?.cutoffBytes !== undefined && { limit: workgroup.cutoffBytes }),
      enforced: workgroup?.enforced === true,
      signal: stop.signal,
    }).finally(() => running.delete(execution.id));
    running.set(execution.id, { stop, done });
  };
  return {
    name: 'athena',
    target: 'AmazonAthena',
    operations: {
      ...reads(executions, results, workgroups),
      StartQueryExecution: (input) => startExecution(input, { executions, workgroups, launch }),
      StopQueryExecution: (input) => {
        running.get(known(executions, input).id)?.stop.abort();
        return {};
      },
    },
    async stop() {
      for (const { stop } of running.values()) stop.abort();
      await Promise.allSettled([...running.values()].map(({ done }) => done));
      await engine.close();
    },
  };
}

/** Opened by the first query. */
function lazyEngine(ctx: RuntimeContext): {
  open(this: void): Promise<Engine>;
  close(): Promise<void>;
} {
  let engine: Promise<Engine> | undefined;
  return {
    open: () =>
      (engine ??= createEngine({
        resolveLocation: (uri) => diskPath(ctx.objects, uri),
        tables: tableSource(catalogOf(ctx), epochSeconds),
        tempDirectory: join(ctx.dataDir, 'athena', 'spill'),
      })),
    close: async () => (await engine)?.close(),
  };
}

function reads(
  executions: Executions,
  results: ResultFiles,
  workgroups: ReadonlyMap<string, Workgroup>,
): Readonly<Record<string, Operation>> {
  return {
    GetQueryExecution: (input) => ({ QueryExecution: shownExecution(known(executions, input)) }),
    GetQueryResults: async (input) => {
      const execution = known(executions, input);
      refuseUnfinished(execution);
      if (execution.kind === 'ctas') {
        const ResultSet = { Rows: [], ResultSetMetadata: { ColumnInfo: [] } };
        return { UpdateCount: execution.rowsWritten ?? 0, ResultSet };
      }
      return pageOfResult(await results.read(resultUri(execution)), execution, input);
    },
    GetWorkGroup: (input) => {
      const name = optionalText(input, 'WorkGroup') ?? '';
      const workgroup = workgroups.get(name);
      if (workgroup === undefined) {
        throw new AwsError('InvalidRequestException', `WorkGroup ${name} is not found.`);
      }
      return { WorkGroup: shownWorkgroup(workgroup) };
    },
  };
}

function known(executions: Executions, input: JsonObject): Execution {
  const id = text(input, 'QueryExecutionId');
  const execution = executions.get(id);
  if (execution !== undefined) return execution;
  throw new AwsError('InvalidRequestException', `QueryExecution ${id} was not found`);
}

function refuseUnfinished({ state }: Execution): void {
  if (state === 'SUCCEEDED') return;
  const message =
    state === 'QUEUED' || state === 'RUNNING'
      ? `Query has not yet finished. Current state: ${state}`
      : `Query did not finish successfully. Final query state: ${state}`;
  throw new AwsError('InvalidRequestException', message);
}
