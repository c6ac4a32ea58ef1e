// @ts-check
// Converts off the main thread, so that the endpoint answers while a large object is written.
// A worker thread does not take the loader of its parent over: it registers its own.
import { parentPort } from 'node:worker_threads';
import { register } from 'tsx/esm/api';

register();
const { convertRows } = await import('./convert.ts');

parentPort?.on('message', ({ id, rows, columns }) => {
  const converted = convertRows(rows, columns);
  const transfer = converted.parquet ? [converted.parquet.buffer] : [];
  parentPort?.postMessage({ id, converted }, transfer);
});
