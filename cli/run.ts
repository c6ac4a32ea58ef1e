import type { Command } from 'commander';
import { Failure } from './failure';
import { followRun, runSummary, startRun } from './medallion';
import type { RunInput, Started } from './medallion';
import { checkInput, checkModel } from './run-input';
import { refusal, throwUnlessFine } from './run-end';
import { runWatcher, showEstimate, showRun } from './run-view';
import type { Lake } from './target';
import { inSession, verb } from './verb';
import type { Session, Shared } from './verb';

interface Options extends Shared {
  readonly from?: string;
  readonly to?: string;
  readonly dates?: string;
  readonly full?: boolean;
  readonly dryRun?: boolean;
  readonly wait: boolean;
}

export const runVerb = (): Command =>
  verb({
    name: 'run',
    summary: 'Run the pipeline: rebuild, audit and publish the tables that changed',
    about:
      'Without options it does what the schedule does: looks which days have changed and rebuilds\n' +
      'the slices that depend on them. A table whose audit fails keeps its published rows.',
    examples: [
      ['sluice run', 'what has changed'],
      ['sluice run --from 2026-01-01 --to 2026-01-31', 'these days again, changed or not'],
      ['sluice run --dates 2026-01-05,2026-01-09', 'single days'],
      ['sluice run --full', 'every retained slice of every table'],
      ['sluice run --dry-run', 'what would be built, and what it would cost'],
    ],
  })
    .option('--from <day>', 'first day, YYYY-MM-DD')
    .option('--to <day>', 'last day, YYYY-MM-DD')
    .option('--dates <days>', 'days, separated by commas')
    .option('--full', 'rebuild everything')
    .option('--dry-run', 'estimate only')
    .option('--no-wait', 'start it and return')
    .action((options: Options) =>
      inSession('run', options, (session) => startAndShow(session, inputOf(options), options.wait)),
    );

function inputOf({ from, to, dates, full, dryRun }: Options): RunInput {
  const chosen = [from ?? to, dates, full].filter((option) => option !== undefined);
  if (chosen.length > 1) throw new Failure('usage', 'choose --from with --to, --dates or --full');
  if ((from === undefined) !== (to === undefined)) {
    throw new Failure('usage', '--from and --to belong together', 'sluice run --help');
  }
  return {
    ...(from !== undefined && to !== undefined && { from, to }),
    ...(dates !== undefined && { dates: dates.split(',').map((day) => day.trim()) }),
    ...(full && { full }),
    ...(dryRun && { dryRun }),
  };
}

/** Starts a run that makes sense, shows how it goes, and fails when it fails. */
export async function startAndShow(session: Session, input: RunInput, wait = true): Promise<void> {
  const { print } = session;
  checkInput(input);
  const lake = await session.lake();
  if (input.apply !== undefined) await checkModel(lake, input.apply);
  const started = await startRun(lake, input);
  if (!wait && !lake.inProcess) {
    return print.result({ ...idsOf(started), status: 'RUNNING' }, () => {
      print.line(`started run ${started.run}`);
      print.line(print.style.dim('npx sluice status shows how it goes'));
    });
  }
  const { ended, item } = await follow(lake, started, session);
  if (refusal(ended) !== undefined) throwUnlessFine(ended, item);
  const { status, output, error, cause, tookMs } = ended;
  const answer = { ...idsOf(started), status, output, error, cause, tookMs, tables: item?.tables };
  print.result(answer, () => {
    if (item !== undefined) showRun(item, output, print);
    else if (output !== undefined) showEstimate(output, print);
  });
  throwUnlessFine(ended, item);
}

async function follow(lake: Lake, started: Started, { print }: Session) {
  const watcher = runWatcher(print);
  const ended = await followRun(lake, started, watcher);
  watcher.end(ended);
  return { ended, item: await runSummary(lake, started.run) };
}

const idsOf = ({ run, executionArn, startedAt }: Started) => ({
  run,
  executionArn,
  startedAt: startedAt.toISOString(),
});
