import { createHmac } from 'node:crypto';
import { BLOB, DuckDBBlobValue, DuckDBScalarFunction, VARCHAR } from '@duckdb/node-api';
import type { DuckDBConnection } from '@duckdb/node-api';
import { crc32 } from '../server/crc32';
import { canonicalJson, jsonNumber } from './odd-functions';
import { javaDouble } from './values';
import { jodaFormat, jodaParse, mysqlFormat, mysqlParse } from './patterns';

type TextFunction = (...values: readonly string[]) => string;

/** NULL in, NULL out. */
function textFunction(name: string, size: number, apply: TextFunction): DuckDBScalarFunction {
  return DuckDBScalarFunction.create({
    name,
    returnType: VARCHAR,
    parameterTypes: Array.from({ length: size }, () => VARCHAR),
    mainFunction: (_info, input, output) => {
      const vectors = Array.from({ length: size }, (_, at) => input.getColumnVector(at));
      for (let row = 0; row < input.rowCount; row += 1) {
        const values = vectors.map((vector) => vector.getItem(row));
        const texts = values.filter((value) => typeof value === 'string');
        output.setItem(row, texts.length === size ? apply(...texts) : null);
      }
      output.flush();
    },
  });
}

type BytesFunction = (...values: readonly Uint8Array[]) => string;
const none = new Uint8Array();

/** The same over varbinary. */
function bytesFunction(name: string, size: number, apply: BytesFunction): DuckDBScalarFunction {
  return DuckDBScalarFunction.create({
    name,
    returnType: VARCHAR,
    parameterTypes: Array.from({ length: size }, () => BLOB),
    mainFunction: (_info, input, output) => {
      const vectors = Array.from({ length: size }, (_, at) => input.getColumnVector(at));
      for (let row = 0; row < input.rowCount; row += 1) {
        const values = vectors.map((vector) => vector.getItem(row));
        const bytes = values.flatMap((value) =>
          value instanceof DuckDBBlobValue ? [value.bytes] : [],
        );
        output.setItem(row, bytes.length === size ? apply(...bytes) : null);
      }
      output.flush();
    },
  });
}

/** A double as DuckDB prints it. */
const doubleOf = (text: string): number => Number(text.replace(/^(-?)inf$/, '$1Infinity'));

/** The odd functions that no macro can express. They run on the JavaScript thread: keep them few. */
export function registerFunctions(connection: DuckDBConnection): void {
  const functions = [
    textFunction('__raise', 1, (message = '') => {
      throw new Error(message);
    }),
    textFunction('__java_double', 1, (text = '') => javaDouble(doubleOf(text), 'scientific')),
    textFunction('__json_number', 2, (text = '', path = '') => jsonNumber(text, path)),
    textFunction('__json_canonical', 1, (text = '') => canonicalJson(text)),
    bytesFunction('__crc32', 1, (bytes = none) => String(crc32(bytes))),
    bytesFunction('__hmac_sha256', 2, (bytes = none, key = none) =>
      createHmac('sha256', key).update(bytes).digest('hex'),
    ),
    textFunction('__joda_format', 2, (instant = '', pattern = '') => jodaFormat(instant, pattern)),
    textFunction('__joda_parse', 2, (text = '', pattern = '') => jodaParse(text, pattern)),
    textFunction('__mysql_format', 2, (instant = '', pattern = '') =>
      mysqlFormat(instant, pattern),
    ),
    textFunction('__mysql_parse', 2, (text = '', pattern = '') => mysqlParse(text, pattern)),
  ];
  for (const scalar of functions) connection.registerScalarFunction(scalar);
}
