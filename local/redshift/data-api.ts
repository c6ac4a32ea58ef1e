import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { AwsError } from '../server/errors';
import { optionalText, text, texts, type JsonObject } from '../server/json';
import type { Operation, RuntimeContext, Service } from '../server/service';
import { openWarehouse, type WarehouseDatabase } from './database';
import { type Execution, Executions } from './executions';
import { externalTables } from './external';

/** Rows of one answer. */
const PAGE = 1000;

/** The Redshift Data API over a DuckDB database for each workgroup of the template. */
export function redshiftData(ctx: RuntimeContext): Service {
  const databases = new Map<string, WarehouseDatabase>();
  const external = externalTables(ctx);
  const open = (workgroup: string): WarehouseDatabase => {
    const known = databases.get(workgroup);
    if (known !== undefined) return known;
    const opened = openWarehouse(join(ctx.dataDir, 'redshift', `${workgroup}.duckdb`), external);
    databases.set(workgroup, opened);
    return opened;
  };
  const executions = new Executions(open, Date.now);
  const start = async (input: JsonObject, statements: readonly string[], isBatch: boolean) => {
    const execution = await executions.start({
      statements,
      isBatch,
      workgroup: knownWorkgroup(ctx, input),
      database: text(input, 'Database'),
      token: optionalText(input, 'ClientToken') ?? randomUUID(),
    });
    const { id, database, workgroup, createdAt } = execution;
    return {
      Id: id,
      CreatedAt: createdAt / 1000,
      Database: database,
      WorkgroupName: workgroup,
    };
  };
  const operations: Readonly<Record<string, Operation>> = {
    ExecuteStatement: (input) => start(input, [text(input, 'Sql')], false),
    BatchExecuteStatement: (input) => start(input, texts(input, 'Sqls'), true),
    DescribeStatement: (input) => described(executions.find(text(input, 'Id'))),
    CancelStatement: (input) => ({ Status: executions.cancel(text(input, 'Id')) }),
    GetStatementResult: (input) => pageOf(executions, input),
  };
  return {
    name: 'redshift-data',
    target: 'RedshiftData',
    operations,
    async stop() {
      await executions.settled();
      for (const database of databases.values()) await database.close();
    },
  };
}

function knownWorkgroup({ resources }: RuntimeContext, input: JsonObject): string {
  const name = text(input, 'WorkgroupName');
  if (resources.byName('AWS::RedshiftServerless::Workgroup', name) !== undefined) return name;
  throw new AwsError('ValidationException', `Redshift endpoint doesn't exist: ${name}`);
}

/** Statements of a batch have ids of their own. */
const idOf = ({ id, isBatch }: Execution, at: number): string => (isBatch ? `${id}:${at + 1}` : id);

function described(execution: Execution): object {
  const { id, status, error, isBatch, statements, results, createdAt, updatedAt } = execution;
  const last = results.at(-1);
  const times = { CreatedAt: createdAt / 1000, UpdatedAt: updatedAt / 1000 };
  const shared = { ...times, Duration: (updatedAt - createdAt) * 1_000_000, RedshiftPid: 0 };
  return {
    Id: id,
    Status: status,
    Error: error,
    ...shared,
    Database: execution.database,
    WorkgroupName: execution.workgroup,
    HasResultSet: last?.columns !== undefined,
    ResultRows: last?.rowCount ?? -1,
    ...(isBatch
      ? {
          SubStatements: statements.map((QueryString, at) => ({
            Id: idOf(execution, at),
            QueryString,
            Status: status,
            ...times,
            HasResultSet: results[at]?.columns !== undefined,
            ResultRows: results[at]?.rowCount ?? -1,
          })),
        }
      : { QueryString: statements[0] }),
  };
}

function pageOf(executions: Executions, input: JsonObject): object {
  const [id = '', number] = text(input, 'Id').split(':');
  const execution = executions.find(id);
  const result = execution.results[number === undefined ? 0 : Number(number) - 1];
  if (execution.status !== 'FINISHED' || result?.columns === undefined) {
    throw new AwsError('ResourceNotFoundException', `Query does not have result: ${id}`);
  }
  const { records = [], columns } = result;
  const from = Number(optionalText(input, 'NextToken') ?? 0);
  const rest = from + PAGE < records.length;
  return {
    ColumnMetadata: columns.map((column) => ({ ...column, label: column.name })),
    Records: records.slice(from, from + PAGE),
    TotalNumRows: records.length,
    ...(rest && { NextToken: String(from + PAGE) }),
  };
}
