import { compileModels, type CompileOptions } from './compile';
import type { ModelFile } from './draft';
import { splitModelText } from './header';
import { ModelError, sortProblems, type Problem } from './problems';
import { meaningful, splitSql } from './sql-text';

/** Words that stand in upper case; function and column names are lower case. */
const KEYWORDS: ReadonlySet<string> = new Set(
  (
    'SELECT FROM WHERE GROUP BY HAVING WITH AS JOIN LEFT RIGHT INNER OUTER CROSS FULL ON AND OR NOT IN IS NULL ' +
    'CASE WHEN THEN ELSE END OVER PARTITION ORDER ROWS RANGE BETWEEN PRECEDING FOLLOWING UNBOUNDED CURRENT ROW ' +
    'UNION ALL DISTINCT EXCEPT INTERSECT UNNEST ORDINALITY CAST TRY_CAST FILTER VALUES LIKE ESCAPE EXISTS NULLIF ' +
    'DESC ASC INTERVAL WINDOW'
  ).split(' '),
);
/** Words that are also names, so that their case says nothing. */
const NAMES = new Set(['row', 'range', 'current', 'filter', 'values', 'interval']);
const MAX_LINES = 120;

interface LintOptions extends CompileOptions {
  /** Tables that have a given/expect case. */
  readonly cases: ReadonlySet<string>;
}

function styleProblems({ file, text }: ModelFile): readonly Problem[] {
  const parts = splitModelText(text);
  if (parts === undefined) return [];
  const { select, selectLine } = parts;
  const lines = select.trim().split('\n').length;
  const words = meaningful(splitSql(select)).filter(
    ({ kind, text: word, upper }) =>
      kind === 'word' && KEYWORDS.has(upper) && word !== upper && !NAMES.has(word),
  );
  return [
    ...words.map(({ text: word, line }): Problem => {
      const message = `keyword ${word}: write ${word.toUpperCase()}`;
      return { file, line: line + selectLine - 1, message };
    }),
    ...(lines > MAX_LINES
      ? [
          {
            file,
            line: selectLine,
            message: `the SELECT has ${lines} lines: split it at ${MAX_LINES}`,
          },
        ]
      : []),
  ];
}

function caseProblems({ file }: ModelFile, cases: ReadonlySet<string>): readonly Problem[] {
  const table = /([a-z0-9_]+)\.sql$/.exec(file)?.[1] ?? '';
  if (cases.has(table)) return [];
  const message = `no case: add test/fixtures/sql/${table}/<case>/given.yaml and expect.yaml`;
  return [{ file, line: 1, message, severity: 'warn' }];
}

/**
 * Everything wrong with the model files, in order of file and line: what the compiler refuses, the house rules of SQL, and
 * models without a case (a warning, so that a new file alone works).
 */
export function lintModels(files: readonly ModelFile[], options: LintOptions): readonly Problem[] {
  const problems: Problem[] = files.flatMap((file) => [
    ...styleProblems(file),
    ...caseProblems(file, options.cases),
  ]);
  try {
    compileModels(files, options);
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    problems.push(...error.problems);
  }
  return sortProblems(problems);
}
