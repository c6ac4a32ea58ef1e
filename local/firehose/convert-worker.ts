import { parentPort } from 'node:worker_threads';
import { convertRows } from './convert';
import type { ConvertRequest } from './converter';

/** Converts off the main thread, so that the endpoint answers while a large object is written. */
parentPort?.on('message', ({ id, rows, columns }: ConvertRequest) => {
  const converted = convertRows(rows, columns);
  const transfer = converted.parquet ? [converted.parquet.buffer as ArrayBuffer] : [];
  parentPort?.postMessage({ id, converted }, transfer);
});
