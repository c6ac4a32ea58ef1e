import { describe, it } from 'vitest';
import { expectRefused } from './refused';
import { SELECT, type Parts } from './model-text';

describe('what the compiler refuses in a SELECT, with file and line', () => {
  it.each<[string, Parts, string]>([
    [
      'an undeclared column',
      { select: SELECT.replace('AS amount', 'AS price') },
      ':13 undeclared column price',
    ],
    [
      'a declared column that is not selected',
      { select: 'SELECT transaction_id AS id, business_date FROM ${bronze}.transactions' },
      ':10 column amount is not in the SELECT',
    ],
    [
      'a column without a name',
      { select: SELECT.replace(' AS amount', '') },
      ':13 an output column has no name',
    ],
    [
      'a column twice',
      {
        select: SELECT.replace('transaction_id AS id', 'transaction_id AS id, source_system AS id'),
      },
      ':13 column id stands twice',
    ],
    ['sums of no column', { more: ['sums: [price]'] }, ':12 sums names undeclared column price'],
    [
      'an unknown table',
      { select: SELECT.replace('transactions', 'transaction') },
      ':14 unknown table bronze.transaction: known are bronze.transactions, ',
    ],
    [
      'an unknown model',
      { select: SELECT.replace('${bronze}', '${silver}') },
      ':14 unknown table silver.transactions',
    ],
    [
      'itself',
      { select: SELECT.replace('${bronze}.transactions', '${silver}.t') },
      ':14 silver.t reads itself',
    ],
    [
      'no table',
      { select: "SELECT 'a' AS id, CAST(1 AS decimal(18,4)) AS amount, '' AS business_date" },
      'reads no table',
    ],
    [
      'a leftover placeholder',
      { select: `${SELECT} WHERE business_date > '\${slice_begin}'` },
      ':14 unknown placeholder ${slice_begin}: known are ${bronze}',
    ],
    [
      'a bare leftover placeholder',
      { select: `${SELECT} WHERE \${x} = 1` },
      ':14 unknown placeholder ${x}',
    ],
    [
      'a layer without a table',
      { select: `${SELECT} WHERE \${silver} = 1` },
      ':14 ${silver} names no table',
    ],
    [
      'a reference in a string',
      { select: `${SELECT} WHERE currency = '\${silver}.x'` },
      ':14 reference ${silver} inside a string',
    ],
    [
      'slices of a whole table',
      {
        header: { slice: '{by: none}' },
        select: `${SELECT} WHERE business_date > '\${slice_start}'`,
      },
      ':14 ${slice_start} in a whole table: it has no slices',
    ],
    ['something else than a SELECT', { select: 'INSERT INTO x SELECT 1' }, 'a model is one SELECT'],
    [
      'brackets that do not close',
      { select: SELECT.replace('amount AS decimal(18,4))', 'amount AS decimal(18,4)') },
      ':12 brackets do not close',
    ],
  ])('%s', (_name, parts, message) => {
    expectRefused(parts, message);
  });
});
