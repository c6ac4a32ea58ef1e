import { catalogOf, epochSeconds } from '../glue/service';
import { tableSource } from '../glue/table-source';
import { AwsError } from '../server/errors';
import { optionalText, text } from '../server/json';
import type { JsonObject } from '../server/json';
import type { RuntimeContext, Service } from '../server/service';
import { join } from 'node:path';
import { createEngine } from './engine';
import type { Engine } from './engine';
import { openExecutions } from './executions';
import type { Execution } from './executions';
import { pageOfResult } from './result-pages';
import { diskPath, ResultFiles } from './results';
import { runExecution } from './run-execution';
import { resultUri, shownExecution } from './shown';
import { startExecution } from './start-execution';
import { workgroupsOf } from './workgroups';

/** Athena's API over the engine: StartQueryExecution, GetQueryExecution, GetQueryResults, StopQueryExecution. */
export function athenaService(ctx: RuntimeContext): Service {
  const catalog = catalogOf(ctx);
  const results = new ResultFiles(ctx.objects);
  const executions = openExecutions(ctx.dataDir, Date.now);
  const workgroups = workgroupsOf(ctx.resources);
  const running = new Map<
    string,
    { readonly stop: AbortController; readonly done: Promise<void> }
  >();
  let engine: Promise<Engine> | undefined;
  const opened = (): Promise<Engine> =>
    (engine ??= createEngine({
      resolveLocation: (uri) => diskPath(ctx.objects, uri),
      tables: tableSource(catalog, epochSeconds),
      tempDirectory: join(ctx.dataDir, 'athena', 'spill'),
    }));

  const launch = (execution: Execution): void => {
    const stop = new AbortController();
    const limit = workgroups.get(execution.workgroup)?.cutoffBytes;
    const done = runExecution(execution, {
      ...{ opened, executions, results, limit },
      objects: ctx.objects,
      signal: stop.signal,
      enforced: workgroups.get(execution.workgroup)?.enforced === true,
    }).finally(() => running.delete(execution.id));
    running.set(execution.id, { stop, done });
  };
  const known = (input: JsonObject): Execution => {
    const id = text(input, 'QueryExecutionId');
    const execution = executions.get(id);
    if (execution === undefined) {
      throw new AwsError('InvalidRequestException', `QueryExecution ${id} was not found`);
    }
    return execution;
  };

  return {
    name: 'athena',
    target: 'AmazonAthena',
    operations: {
      StartQueryExecution: (input) => startExecution(input, { executions, workgroups, launch }),
      GetQueryExecution: (input) => ({ QueryExecution: shownExecution(known(input)) }),
      GetQueryResults: async (input) => {
        const execution = known(input);
        refuseUnfinished(execution);
        if (execution.kind === 'ctas') {
          return {
            UpdateCount: execution.rowsWritten ?? 0,
            ResultSet: { Rows: [], ResultSetMetadata: { ColumnInfo: [] } },
          };
        }
        return pageOfResult(await results.read(resultUri(execution)), execution, input);
      },
      StopQueryExecution: (input) => {
        running.get(known(input).id)?.stop.abort();
        return {};
      },
      GetWorkGroup: (input) => {
        const name = optionalText(input, 'WorkGroup') ?? '';
        const group = workgroups.get(name);
        if (group === undefined) {
          throw new AwsError('InvalidRequestException', `WorkGroup ${name} is not found.`);
        }
        const configuration = {
          EnforceWorkGroupConfiguration: group.enforced,
          ResultConfiguration: { OutputLocation: group.output },
          BytesScannedCutoffPerQuery: group.cutoffBytes,
        };
        return {
          WorkGroup: {
            Name: name,
            State: 'ENABLED',
            Description: group.about,
            Configuration: configuration,
          },
        };
      },
    },
    async stop() {
      for (const { stop } of running.values()) stop.abort();
      await Promise.allSettled([...running.values()].map(({ done }) => done));
      if (engine !== undefined) (await engine).close();
    },
  };
}

function refuseUnfinished({ state }: Execution): void {
  if (state === 'SUCCEEDED') return;
  const message =
    state === 'QUEUED' || state === 'RUNNING'
      ? `Query has not yet finished. Current state: ${state}`
      : `Query did not finish successfully. Final query state: ${state}`;
  throw new AwsError('InvalidRequestException', message);
}
