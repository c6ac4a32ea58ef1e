import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { HistoryEvent } from './history';
import { isObject } from './json';

export type Status = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

export interface ExecutionRecord {
  readonly arn: string;
  readonly name: string;
  readonly machineArn: string;
  readonly machineName: string;
  readonly status: Status;
  /** JSON text, as given. */
  readonly input: string;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly stoppedAt?: number;
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
}

/**
 * Executions on disk: a journal with a line per start and end (the last line of an execution counts)
 * and one file of events each. A write() outlives a killed process, so every line is one.
 */
export class ExecutionStore {
  private readonly journal: string;

  constructor(private readonly dir: string) {
    mkdirSync(path.join(dir, 'history'), { recursive: true, mode: 0o700 });
    this.journal = path.join(dir, 'executions.ndjson');
    endLine(this.journal);
  }

  /** By ARN, oldest first. */
  load(): Map<string, ExecutionRecord> {
    return new Map(readLines(this.journal, isRecord).map((record) => [record.arn, record]));
  }

  write(record: ExecutionRecord): void {
    appendFileSync(this.journal, `${JSON.stringify(record)}\n`);
  }

  append(record: ExecutionRecord, event: HistoryEvent): void {
    appendFileSync(this.historyFile(record), `${JSON.stringify(event)}\n`);
  }

  history(record: ExecutionRecord): readonly HistoryEvent[] {
    return readLines(this.historyFile(record), isEvent);
  }

  private historyFile({ machineName, name }: ExecutionRecord): string {
    return path.join(this.dir, 'history', `${machineName}--${name}.ndjson`);
  }
}

/** A killed process may leave half a line; the next one must not continue it. */
function endLine(file: string): void {
  if (existsSync(file) && !readFileSync(file, 'utf8').endsWith('\n')) appendFileSync(file, '\n');
}

function readLines<T>(file: string, accept: (value: unknown) => value is T): T[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => {
      const value = parse(line);
      return accept(value) ? [value] : [];
    });
}

function parse(line: string): unknown {
  try {
    const value: unknown = JSON.parse(line);
    return value;
  } catch {
    // the half line of a killed process; its execution is still RUNNING in an earlier one
    return undefined;
  }
}

const isRecord = (value: unknown): value is ExecutionRecord =>
  isObject(value) && typeof value['arn'] === 'string' && typeof value['status'] === 'string';
const isEvent = (value: unknown): value is HistoryEvent =>
  isObject(value) && typeof value['id'] === 'number' && typeof value['type'] === 'string';
