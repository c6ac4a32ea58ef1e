import { checkForbidden } from './forbidden';
import type { Header } from './header';
import { outputColumns } from './output-columns';
import { splitSql } from './sql-text';
import type { Report } from './yaml-tree';

/** Header fragments are SQL too: the same constructs are forbidden, the lines are theirs. */
export function checkFragments(header: Header, report: Report): void {
  for (const { args, line, type } of header.checks) {
    if (type === 'expression' || type === 'custom') checkForbidden(String(args[0]), line, report);
    // A custom check is a SELECT: its maker looks at what it reads.
    if (type !== 'custom') args.forEach((value) => checkNoPlaceholder(String(value), line, report));
    if (type === 'pattern')
      checkForbidden(`'${String(args[0]).replaceAll("'", '')}'`, line, report);
  }
  for (const { select, selectLine, line, measures } of header.reconciles) {
    checkForbidden(select, selectLine, report);
    const names = outputColumns(splitSql(select))?.map(({ name }) => name) ?? [];
    const needed = measures.map(({ name }) => name);
    if (header.slice.by !== 'none') needed.unshift('slice');
    for (const name of needed) {
      if (!names.includes(name)) report(selectLine, `reconcile answers no column ${name}`);
    }
    for (const { built } of measures) {
      checkForbidden(built, line, report);
      checkNoPlaceholder(built, line, report);
    }
  }
}

/** Fragments read the built rows only. */
function checkNoPlaceholder(text: string, line: number, report: Report): void {
  if (text.includes('${')) report(line, 'no placeholder in a check: it reads the built rows only');
}
