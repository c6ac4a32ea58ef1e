import { note, throughService } from '../access/caller';
import { noteObjects } from '../access/s3-calls';
import { AwsError } from '../server/errors';
import { optionalText, text } from '../server/json';
import type { JsonObject } from '../server/json';
import type { Operation, RuntimeContext, Service } from '../server/service';
import type { TrinoInstall } from '../trino/fetch';
import { lazyEngine } from './lazy-engine';
import { openExecutions } from './executions';
import type { Execution, Executions } from './executions';
import { pageOfResult } from './result-pages';
import { ResultFiles } from './results';
import { runExecution } from './run-execution';
import { resultUri, shownExecution } from './shown';
import { startExecution } from './start-execution';
import { shownWorkgroup, workgroupsOf } from './workgroups';
import type { Workgroup } from './workgroups';

/** Statements, results and their history are allowed by workgroup. */
type Noted = (operation: string, workgroup: string) => void;
const ATHENA = 'athena.amazonaws.com';

interface Running {
  readonly stop: AbortController;
  readonly done: Promise<void>;
}

/**
 * Athena's API over the engine: StartQueryExecution, GetQueryExecution, GetQueryResults, StopQueryExecution.
 * @param trino runs the statements in the place of DuckDB
 */
export function athenaService(ctx: RuntimeContext, trino?: TrinoInstall): Service {
  const results = new ResultFiles(ctx.objects);
  const executions = openExecutions(ctx.dataDir, Date.now);
  const workgroups = workgroupsOf(ctx.resources);
  const running = new Map<string, Running>();
  const engine = lazyEngine(ctx, trino);

  const arn = (resource: string): string =>
    `arn:aws:athena:${ctx.region}:${ctx.account}:${resource}`;
  const noted: Noted = (operation, workgroup) =>
    note(`athena:${operation}`, arn(`workgroup/${workgroup}`));

  const launch = (execution: Execution): void => {
    const stop = new AbortController();
    const workgroup = workgroups.get(execution.workgroup);
    const done = throughService(ATHENA, () =>
      runExecution(execution, {
        ...{ executions, results, objects: ctx.objects, opened: engine.open },
        ...(workgroup?.cutoffBytes !== undefined && { limit: workgroup.cutoffBytes }),
        enforced: workgroup?.enforced === true,
        signal: stop.signal,
      }),
    ).finally(() => running.delete(execution.id));
    running.set(execution.id, { stop, done });
  };
  return {
    name: 'athena',
    target: 'AmazonAthena',
    operations: {
      ...reads(executions, results, workgroups, noted),
      StartQueryExecution: (input) => {
        noted('StartQueryExecution', optionalText(input, 'WorkGroup') ?? 'primary');
        note('athena:GetDataCatalog', arn('datacatalog/AwsDataCatalog'));
        return startExecution(input, { executions, workgroups, launch });
      },
      StopQueryExecution: (input) => {
        const execution = known(executions, input);
        noted('StopQueryExecution', execution.workgroup);
        running.get(execution.id)?.stop.abort();
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

function reads(
  executions: Executions,
  results: ResultFiles,
  workgroups: ReadonlyMap<string, Workgroup>,
  noted: Noted,
): Readonly<Record<string, Operation>> {
  return {
    GetQueryExecution: (input) => {
      const execution = known(executions, input);
      noted('GetQueryExecution', execution.workgroup);
      return { QueryExecution: shownExecution(execution) };
    },
    GetQueryResults: async (input) => {
      const execution = known(executions, input);
      noted('GetQueryResults', execution.workgroup);
      refuseUnfinished(execution);
      throughService(ATHENA, () => noteObjects(['GetObject'], resultUri(execution)));
      if (execution.kind === 'ctas') {
        const ResultSet = { Rows: [], ResultSetMetadata: { ColumnInfo: [] } };
        return { UpdateCount: execution.rowsWritten ?? 0, ResultSet };
      }
      return pageOfResult(await results.read(resultUri(execution)), execution, input);
    },
    GetWorkGroup: (input) => {
      const name = optionalText(input, 'WorkGroup') ?? '';
      noted('GetWorkGroup', name);
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
