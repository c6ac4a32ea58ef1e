import type { Command } from 'commander';
import { ENGINEERS_WORKGROUP } from '../lambdas/shared/names';
import { plural } from './format';
import type { Printer } from './print';
import { wholeNumber } from './query';
import { statement, type Result } from './statement';
import { inSession, verb } from './verb';
import type { Shared } from './verb';

interface Options extends Shared {
  readonly worst: string;
}
export interface Finding {
  readonly dataset: string;
  readonly slice: string;
  readonly dimension: string;
  readonly check: string;
  readonly severity: string;
  /** 0 to 100. */
  readonly score: number;
  readonly failing: number;
  readonly run: string;
  /** Shows the rows that fail. */
  readonly query: string;
}

/** The newest judgement of every slice. What stops a slice comes first, then the lowest score. */
const WORST = `
SELECT dataset, slice, dimension, check_id, severity, score, failing, run
FROM (
    SELECT
        concat(layer, '.', table_name) AS dataset, slice, dimension, check_id, severity, failing, passed, run,
        100 * (1 - least(CAST(failing AS double) / checked, 1)) AS score,
        max(run) OVER (PARTITION BY layer, table_name, slice) AS newest
    FROM ops.check_results
    WHERE checked > 0
) AS judged
WHERE run = newest AND failing > 0
ORDER BY CASE WHEN severity = 'error' AND passed = 0 THEN 0 ELSE 1 END, score, failing DESC, dataset, slice, check_id`;

export const qualityVerb = (): Command =>
  verb({
    name: 'quality',
    summary: 'What the checks found, worst first, with the query that shows the rows',
    about:
      'The newest judgement of every slice: dataset, day, dimension, score and failing check.\n' +
      'Scores by day stand in gold.data_quality_daily, the shape of columns in gold.data_profile.',
    examples: [
      ['sluice quality', 'the worst ten'],
      ['sluice quality --worst 100 --json', 'for scripts'],
    ],
  })
    .option('--worst <n>', 'show so many findings', '10')
    .action((options: Options) =>
      inSession('quality', options, async ({ print, lake }) => {
        const most = wholeNumber(options.worst, '--worst');
        const found = await statement(await lake(), WORST, most, ENGINEERS_WORKGROUP);
        const { failingQueries } = await import('./quality-queries');
        const findings = findingsOf(found, failingQueries(options.env));
        print.result({ findings, more: found.more }, () => show(findings, found.more, print));
      }),
    );

function findingsOf(
  { rows }: Result,
  queryOf: (dataset: string, check: string, slice: string) => string,
): readonly Finding[] {
  return rows.map((row) => {
    const [dataset = '', slice = '', dimension = '', check = '', severity = '', , , run = ''] =
      row.map(String);
    const [score, failing] = [Number(row[5]), Number(row[6])];
    const query = queryOf(dataset, check, slice);
    return { dataset, slice, dimension, check, severity, score, failing, run, query };
  });
}

function show(findings: readonly Finding[], more: boolean, print: Printer): void {
  if (findings.length === 0) return print.line(print.style.good('no check has found anything'));
  print.table(
    [
      { title: 'dataset' },
      { title: 'day' },
      { title: 'dimension' },
      { title: 'score', right: true },
      { title: 'check' },
      { title: 'failing', right: true },
    ],
    findings.map((one) => [
      one.dataset,
      one.slice,
      one.dimension,
      one.score.toFixed(1),
      one.severity === 'error' ? print.style.bad(one.check) : one.check,
      one.failing,
    ]),
  );
  const rest = more ? ', more follow: raise --worst' : '';
  print.line(print.style.dim(`${plural(findings.length, 'finding')}${rest}`));
  print.heading('to see the rows');
  for (const query of new Set(findings.map((one) => one.query))) {
    print.line(
      `npx sluice query ${JSON.stringify(query).replaceAll('`', '\\`').replaceAll('$', '\\$')}`,
    );
  }
}
