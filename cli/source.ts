import { Command } from 'commander';
import type { SourceReport } from '../lambdas/ingest-file/test-source';
import { Failure } from './failure';
import { count } from './format';
import type { Printer } from './print';
import type { TryOptions } from './try-source';
import { inSession, verb } from './verb';
import type { Shared } from './verb';

interface Options extends Shared, TryOptions {}

export const sourceVerb = (): Command => {
  const test = verb({
    name: 'test',
    summary: 'Try a mapping on a file: what would be accepted, what rejected and why',
    about: 'Nothing is written, nothing leaves this process, and no lake is needed.',
    examples: [
      ['sluice source test sales.csv --mapping shop.yaml', 'dataset by the name of the file'],
      ['sluice source test sales.csv --mapping shop.yaml --dataset transactions', 'or named'],
      ['sluice source test products.ndjson', 'without a mapping: fields as in the contract'],
    ],
    laptopOnly: true,
  })
    .argument('<file>', 'file to try')
    .option('--mapping <file>', 'the mapping (YAML)')
    .option('--dataset <name>', 'dataset of the mapping')
    .action((file: string, options: Options) =>
      inSession('source test', options, async ({ print }) => {
        const { tryFile } = await import('./try-source');
        const report = await tryFile(file, options);
        print.result(report, () => show(report, print));
        if (report.accepted === 0) throw new Failure('failed', 'nothing would be accepted');
      }),
    );
  return new Command('source')
    .summary('Work on a source mapping')
    .description('Work on a source mapping: how the columns of a file become fields of a contract.')
    .addCommand(test.exitOverride());
};

function show(report: SourceReport, print: Printer): void {
  const { rows, received, accepted, rejected, reasons, samples, acceptedSamples, days } = report;
  const { good, warn, dim } = print.style;
  print.line(
    `${count(rows)} rows → ${count(received)} records = ${good(`${count(accepted)} accepted`)} + ${
      rejected > 0 ? warn(`${count(rejected)} rejected`) : '0 rejected'
    }`,
  );
  if (days.count > 0) {
    print.line(dim(`${count(days.count)} days, ${days.first ?? ''} to ${days.last ?? ''}`));
  }
  if (rejected > 0) {
    print.heading('rejected, by reason');
    const byCount = Object.entries(reasons).sort(([, a], [, b]) => b - a);
    print.table(
      [{ title: '' }, { title: 'records', right: true }],
      byCount.map(([code, n]) => [code, count(n)]),
    );
    print.heading('for example');
    for (const { row, reasons: why } of samples.slice(0, 5)) {
      const text = why.map(({ code, path: at, detail }) =>
        [at, code, detail].filter(Boolean).join(' '),
      );
      print.line(`  row ${count(row)}: ${text.join(' · ')}`);
    }
  }
  const [first] = acceptedSamples;
  if (first !== undefined) {
    print.heading('the first accepted record');
    print.line(JSON.stringify(first, null, 2));
  }
}
