import type { Command } from 'commander';
import { Failure } from './failure';
import type { GuideOptions } from './guide';
import { inSession, verb } from './verb';
import type { Shared } from './verb';

interface Options extends Shared, GuideOptions {}

export const startVerb = (): Command =>
  verb({
    name: 'start',
    summary: 'A guided run: data travels the whole way, and every record is accounted for',
    about:
      'Loads a generated history through the file door, pushes live traffic through the stream with\n' +
      'duplicates, late and bad records, runs the pipeline, and says what became of everything.\n' +
      'The second time it keeps the data and shows what came on top.',
    examples: [
      ['npm start', 'generated data'],
      ['npm start -- --data my-files --mapping shop.yaml', 'your own files'],
      ['npm start -- --rows 100000 --live 10000', 'more of it'],
    ],
    laptopOnly: true,
  })
    .option('--data <folder>', 'load the files of this folder instead of a generated history')
    .option('--mapping <file>', 'the mapping for --data (YAML)')
    .option('--rows <n>', 'transactions of the generated history', '20000')
    .option('--days <n>', 'days it covers', '60')
    .option('--live <n>', 'records of live traffic', '2000')
    .option('--seed <n>', 'seed of the generated history', '7')
    .action((options: Options) =>
      inSession('start', options, async (session) => {
        const { guide } = await import('./guide');
        const { showStart } = await import('./start-report');
        const report = await guide(session, options);
        session.print.result(report, () => showStart(report, session.print, options.home));
        if (report.balances.some(({ holds }) => !holds)) {
          throw new Failure('failed', 'the counts do not balance', 'npx sluice status');
        }
      }),
    );
