import { rowsWhere, uniqueColumns } from './check-parts';
import { makeCheck } from './check-sql';
import type { Header } from './header';
import type { RawCheck } from './header-checks';
import type { Check } from './model';
import type { Report } from './yaml-tree';

const idOf = ({ id, type, column, args }: RawCheck): string =>
  id ??
  [type, ...(column === undefined ? [] : [column.name]), ...(type === 'unique' ? args : [])].join(
    ':',
  );

/** Checks of a header as SQL; a check that cannot be made is reported. */
export function makeChecks(header: Header, report: Report): readonly Check[] {
  return header.checks.flatMap((raw) => {
    const made = makeCheck(raw, header);
    if (typeof made !== 'string') {
      const { severity, type: kind, mostly } = raw;
      const about = raw.about ?? made.about;
      const share = mostly === undefined ? {} : { mostly };
      return [{ id: idOf(raw), kind, severity, about, ...share, ...made.sql }];
    }
    report(raw.line, `check ${raw.type} ${made}`);
    return [];
  });
}

const DRIFT: Check = {
  id: 'row_drift',
  kind: 'row_drift',
  severity: 'warn',
  about: 'rows of a slice change by at most 50 %',
  drift: 0.5,
};

/** Checks that every model gets: key present and unique, row drift. The header's own win by id. */
export function defaultChecks({ key, slice }: Header): readonly Check[] {
  const present = key
    .filter((name) => name !== slice.column)
    .map((name) => ({
      id: `not_null:${name}`,
      kind: 'not_null' as const,
      severity: 'error' as const,
      about: `${name} is never missing`,
      failing: rowsWhere(`${name} IS NULL`),
    }));
  const { sql, about } = uniqueColumns(key);
  return [
    ...present,
    { id: 'unique:key', kind: 'unique', severity: 'error', about, ...sql },
    DRIFT,
  ];
}
