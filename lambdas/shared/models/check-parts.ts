import type { Check } from './model';

type Sql = Pick<Check, 'failing' | 'select' | 'whenEmpty' | 'drift'>;
export interface MadeCheck {
  readonly sql: Sql;
  readonly about: string;
}
/** Rows of which the condition is true, as bigint on every engine. */
export const rowsWhere = (condition: string): string => `count(CASE WHEN ${condition} THEN 1 END)`;

/** One query over the key columns only: cheaper than count(DISTINCT …) on both engines, and it spills. */
export function uniqueColumns(columns: readonly string[]): MadeCheck {
  const places = [1, ...columns.map((_, at) => at + 2)].join(', ');
  return {
    sql: {
      select: [
        'SELECT slice, CAST(sum(copies - 1) AS bigint) AS failing',
        'FROM (',
        `    SELECT \${slice} AS slice, ${columns.join(', ')}, count(*) AS copies`,
        '    FROM ${built}',
        `    GROUP BY ${places}`,
        '    HAVING count(*) > 1',
        ') AS repeated',
        'GROUP BY slice',
      ].join('\n'),
    },
    about: `one row per ${columns.join(', ')}`,
  };
}
