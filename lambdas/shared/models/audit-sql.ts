import { pinnedRows } from './build-sql';
import type { Check, Measure, Model, Sum } from './model';
import { checkContext, fillPlaceholders, parameterValues, type BuildContext } from './placeholders';
import { sliceOf } from './slices';
import { sqlText } from './sql-text';

/**
 * One statement that answers `check_id, slice, failing, detail` for every check and planned slice, plus `#rows`, `#sum:…` and
 * `#part`. The new rows are aggregated once (`measured`); every other part reads a few columns of them only. Each CTE is
 * referenced once, since Trino runs a CTE as often as it is named.
 */
interface Line {
  readonly id: string;
  readonly failing: string;
  readonly detail?: string;
}
interface Part {
  readonly name: string;
  readonly sql: string;
}
interface Side {
  /** Expressions of `measured`. */
  readonly aggregates: readonly string[];
  readonly parts: readonly Part[];
  readonly lines: readonly Line[];
}

const indent = (text: string): string => text.replace(/^(?=.)/gm, '    ');
const NUMBER = 'decimal(38, 4)';
const orZero = (value: string): string =>
  `coalesce(CAST(${value} AS ${NUMBER}), CAST(0 AS ${NUMBER}))`;

function aggregateSide({ id, failing = '', whenEmpty = 0 }: Check, at: number): Side {
  return {
    aggregates: [`${failing} AS failing_${at}`],
    parts: [],
    lines: [{ id, failing: `coalesce(measured.failing_${at}, ${whenEmpty})` }],
  };
}

function querySide({ id, select = '' }: Check, at: number): Side {
  const name = `check_${at}`;
  return {
    aggregates: [],
    parts: [{ name, sql: select }],
    lines: [{ id, failing: `coalesce(${name}.failing, 0)` }],
  };
}

function reconcileSide(check: Check, measures: readonly Measure[], at: number): Side {
  const source = `check_${at}`;
  const sides = measures.map(({ name, built }, place) => ({
    name,
    aggregate: `${built} AS measure_${at}_${place}`,
    built: orZero(`measured.measure_${at}_${place}`),
    source: orZero(`${source}.${name}`),
  }));
  const differs = sides.map((side) => `CASE WHEN ${side.built} = ${side.source} THEN 0 ELSE 1 END`);
  const detail = sides.map(
    (side) =>
      `'${side.name} built ' || CAST(${side.built} AS varchar) || ' source ' || CAST(${side.source} AS varchar)`,
  );
  return {
    aggregates: sides.map(({ aggregate }) => aggregate),
    parts: [{ name: source, sql: check.select ?? '' }],
    lines: [{ id: check.id, failing: differs.join(' + '), detail: detail.join(" || '; ' || ") }],
  };
}

function sideOf(check: Check, at: number): Side {
  if (check.measures !== undefined) return reconcileSide(check, check.measures, at);
  if (check.select !== undefined) return querySide(check, at);
  if (check.failing !== undefined) return aggregateSide(check, at);
  return { aggregates: [], parts: [], lines: [] };
}

const casesOf = (lines: readonly Line[], value: (line: Line) => string | undefined): string => {
  const cases = lines.flatMap((line, place) => {
    const found = value(line);
    return found === undefined ? [] : [`        WHEN ${place} THEN ${found}`];
  });
  return cases.length === 0 ? "''" : `CASE names.place\n${cases.join('\n')}\n        ELSE `;
};

/** One row per check and planned slice. */
function checkRows(lines: readonly Line[], parts: readonly Part[]): string {
  const failing = `${casesOf(lines, (line) => line.failing)}0\n    END`;
  const details = casesOf(lines, (line) => line.detail);
  const detail = details === "''" ? details : `${details}''\n    END`;
  const names = lines.map(({ id }, place) => `(${place}, ${sqlText(id)})`);
  return [
    'SELECT',
    '    CAST(names.check_id AS varchar) AS check_id,',
    '    CAST(planned.slice AS varchar) AS slice,',
    `    CAST(${failing} AS bigint) AS failing,`,
    `    CAST(${detail} AS varchar) AS detail`,
    'FROM planned',
    'LEFT JOIN measured ON measured.slice = planned.slice',
    ...parts.map(({ name }) => `LEFT JOIN ${name} ON ${name}.slice = planned.slice`),
    `CROSS JOIN (VALUES ${names.join(', ')}) AS names (place, check_id)`,
  ].join('\n');
}

/** Totals per slice, per value of `by` where the header says so. */
function sumRows({ column, by }: Sum): string {
  const id =
    by === undefined ? sqlText(`#sum:${column}`) : `concat(${sqlText(`#sum:${column}:`)}, ${by})`;
  return [
    'SELECT',
    `    CAST(${id} AS varchar) AS check_id,`,
    '    CAST(${slice} AS varchar) AS slice,',
    '    CAST(0 AS bigint) AS failing,',
    `    CAST(coalesce(sum(${column}), 0) AS varchar) AS detail`,
    'FROM ${built}',
    `GROUP BY ${by === undefined ? '2' : `2, ${by}`}`,
  ].join('\n');
}

/** What readers of a day depend on: a digest of the day's rows, in no order. */
function partRows({ columns, dependBy = '' }: Model): string {
  const texts = columns
    .filter(({ name }) => name !== dependBy)
    .map(({ name }) => `coalesce(CAST(${name} AS varchar), '')`);
  const row = texts.join(" || '|' || ");
  return [
    'SELECT',
    "    CAST('#part' AS varchar) AS check_id,",
    `    CAST(${dependBy} AS varchar) AS slice,`,
    '    CAST(0 AS bigint) AS failing,',
    "    lower(to_hex(sha256(to_utf8(array_join(array_agg(row_text ORDER BY row_text), ','))))) AS detail",
    `FROM (SELECT ${dependBy}, ${row} AS row_text FROM \${built}) AS parts`,
    `GROUP BY ${dependBy}`,
  ].join('\n');
}

function measuredPart({ slice }: Model, aggregates: readonly string[]): Part {
  const list = ['${slice} AS slice', 'count(*) AS row_total', ...aggregates];
  const group = slice.column === undefined ? '' : '\nGROUP BY 1';
  return { name: 'measured', sql: `SELECT\n${indent(list.join(',\n'))}\nFROM \${built}${group}` };
}

/**
 * The audit of a build: rows `check_id varchar, slice varchar, failing bigint, detail varchar`.
 * `#rows`: `failing` is the number of rows of the slice · `#sum:<column>[:<value>]`: `detail` is the total as text ·
 * `#part` (tables with depend_by): `slice` is a day, `detail` its digest. Every planned slice appears, also with 0 rows.
 * @throws Error when a value of the context does not fit its pattern
 */
export function auditSql(model: Model, build: BuildContext): string {
  checkContext(model, build);
  const sides = model.checks.map(sideOf);
  const parts = sides.flatMap((side) => side.parts);
  const measured = measuredPart(
    model,
    sides.flatMap(({ aggregates }) => aggregates),
  );
  const rows: Line = { id: '#rows', failing: 'coalesce(measured.row_total, 0)' };
  const lines = [rows, ...sides.flatMap((side) => side.lines)];
  const planned = build.slices.map((slice) => `(${sqlText(slice)})`).join(', ');
  const ctes = [
    `planned AS (\n    SELECT slice FROM (VALUES ${planned}) AS slices (slice)\n)`,
    ...[measured, ...parts].map(({ name, sql }) => `${name} AS (\n${indent(sql)}\n)`),
  ];
  const answers = [
    checkRows(lines, parts),
    ...(model.sums ?? []).map(sumRows),
    ...(model.dependBy === undefined ? [] : [partRows(model)]),
  ];
  const { slice } = model;
  const statement = `WITH ${ctes.join(',\n')}\n${answers.join('\nUNION ALL\n')}`;
  const values = {
    ...parameterValues(model, build),
    built: `staging.${build.stagingTable}`,
    slice: slice.column ?? "'all'",
    as_of_slice: sliceOf(slice.by, build.asOf),
  };
  return fillPlaceholders(statement, values, pinnedRows(model, build, 'auditColumns'));
}
