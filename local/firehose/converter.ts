import { Worker } from 'node:worker_threads';
import type { Column } from './columns';
import type { Converted } from './convert';

export interface ConvertRequest {
  readonly id: number;
  readonly rows: readonly string[];
  readonly columns: readonly Column[];
}
interface ConvertReply {
  readonly id: number;
  readonly converted: Converted;
}

/** One worker thread that converts rows to Parquet; started with the first delivery. */
export class Converter {
  private worker: Worker | undefined;
  private requests = 0;
  private readonly waiting = new Map<
    number,
    { resolve: (converted: Converted) => void; reject: (error: Error) => void }
  >();

  convert(rows: readonly string[], columns: readonly Column[]): Promise<Converted> {
    const worker = (this.worker ??= this.start());
    const id = (this.requests += 1);
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      worker.postMessage({ id, rows, columns } satisfies ConvertRequest);
    });
  }

  async stop(): Promise<void> {
    await this.worker?.terminate();
  }

  private start(): Worker {
    const worker = new Worker(new URL('./convert-worker.mjs', import.meta.url), { execArgv: [] });
    worker.on('message', ({ id, converted }: ConvertReply) => {
      this.waiting.get(id)?.resolve(converted);
      this.waiting.delete(id);
    });
    worker.on('error', (error) => this.fail(error));
    worker.on('exit', (code) => this.fail(new Error(`conversion ended with status ${code}`)));
    worker.unref();
    return worker;
  }

  private fail(error: Error): void {
    this.worker = undefined;
    for (const { reject } of this.waiting.values()) reject(error);
    this.waiting.clear();
  }
}
