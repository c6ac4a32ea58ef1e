import path from 'node:path';
import type { Command } from 'commander';
import type { LoadAnswer } from './claimed';
import { Failure } from './failure';
import { count } from './format';
import type { Load } from './load-file';
import type { LoadOptions } from './load-plan';
import type { Printer } from './print';
import { progress } from './progress';
import { inSession, verb } from './verb';
import type { Shared } from './verb';

interface Options extends Shared, LoadOptions {}

export const loadVerb = (): Command =>
  verb({
    name: 'load',
    summary: 'Load files through the file door',
    about:
      'CSV, fixed width, NDJSON, JSON, Parquet and .xlsx, gzipped or not. A mapping says how the columns\n' +
      'become the fields of a contract; files that have those fields already need none.\n' +
      'The same file twice changes nothing.',
    examples: [
      ['sluice load products.ndjson', 'fields as in the contract'],
      [
        'sluice load sales.csv --source complete-journey',
        'a mapping of the build (samples/sources)',
      ],
      ['sluice load sales.csv --mapping shop.yaml', 'your own mapping, pinned by its hash (dev)'],
      ['sluice source test sales.csv --mapping shop.yaml', 'first see what would be accepted'],
    ],
  })
    .argument('<file...>', 'files to load')
    .option('--source <name>', 'mapping of the build, or direct')
    .option('--dataset <name>', 'dataset of the mapping (default: by the name of the file)')
    .option('--mapping <file>', 'your own mapping (YAML)')
    .action((files: readonly string[], options: Options) =>
      inSession('load', options, async ({ print, lake }) => {
        const { planLoad } = await import('./load-plan');
        const { loadFile } = await import('./load-file');
        const plans = await Promise.all(files.map((file) => planLoad(file, options)));
        const opened = await lake();
        const loaded: LoadAnswer[] = [];
        for (const plan of plans) {
          const shown = progress(print, `loading ${path.basename(plan.file)} as ${plan.dataset} …`);
          try {
            loaded.push(await loadFile(opened, plan));
          } finally {
            shown.clear();
          }
        }
        for (const [at, answer] of loaded.entries()) warnOfOthers(answer, plans[at], print);
        print.result({ files: loaded }, () => showLoaded(loaded, print));
        if (loaded.some(({ accepted, received }) => accepted === 0 && received > 0)) {
          throw new Failure('failed', 'nothing of a file was accepted', NEXT);
        }
      }),
    );

/** Without a word, the rows of both mappings would meet in silver as conflicts. */
function warnOfOthers({ alsoAs, key }: LoadAnswer, plan: Load | undefined, print: Printer): void {
  if (alsoAs.length === 0 || plan === undefined) return;
  print.note(
    `sluice: the bytes of ${path.posix.basename(key)} are loaded as ${alsoAs.join(' and ')} too, and those ` +
      'rows stay. A corrected mapping replaces what the old one made only under the same source and dataset',
  );
  const [source = '', dataset = ''] =
    alsoAs.find((as) => !as.startsWith('direct/'))?.split('/') ?? [];
  if (source === '') return;
  print.note(
    `next: npx sluice load ${plan.file} --mapping <mapping.yaml> --source ${source} --dataset ${dataset}`,
  );
}

const NEXT =
  'why: npx sluice query "SELECT reason_codes, count(*) AS n FROM bronze.quarantine GROUP BY 1"';

export function showLoaded(loaded: readonly LoadAnswer[], print: Printer): void {
  print.table(
    [
      { title: 'file' },
      { title: 'table' },
      { title: '' },
      { title: 'received', right: true },
      { title: 'accepted', right: true },
      { title: 'rejected', right: true },
    ],
    loaded.map(({ key, dataset, status, received, accepted, rejected }) => [
      path.posix.basename(key),
      `bronze.${dataset}`,
      status === 'loaded' ? print.style.good(status) : print.style.dim(status),
      count(received),
      count(accepted),
      rejected > 0 ? print.style.warn(count(rejected)) : '0',
    ]),
  );
  print.line(print.style.dim('next: npx sluice run'));
}
