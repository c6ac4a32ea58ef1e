import { DuckDBScalarFunction, VARCHAR } from '@duckdb/node-api';
import type { DuckDBConnection } from '@duckdb/node-api';
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

/** The odd functions that no macro can express. They run on the JavaScript thread: keep them few. */
export function registerFunctions(connection: DuckDBConnection): void {
  const functions = [
    textFunction('__raise', 1, (message = '') => {
      throw new Error(message);
    }),
    textFunction('__java_double', 1, (text = '') => javaDouble(Number(text), 'scientific')),
    textFunction('__joda_format', 2, (instant = '', pattern = '') => jodaFormat(instant, pattern)),
    textFunction('__joda_parse', 2, (text = '', pattern = '') => jodaParse(text, pattern)),
    textFunction('__mysql_format', 2, (instant = '', pattern = '') =>
      mysqlFormat(instant, pattern),
    ),
    textFunction('__mysql_parse', 2, (text = '', pattern = '') => mysqlParse(text, pattern)),
  ];
  for (const scalar of functions) connection.registerScalarFunction(scalar);
}
