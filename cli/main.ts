import { Command, CommanderError } from 'commander';
import { alertsVerb } from './alerts';
import { applyVerb } from './apply';
import { costVerb } from './cost';
import { destroyVerb } from './destroy';
import { docsVerb } from './docs';
import { doctorVerb } from './doctor';
import { downVerb } from './down';
import { generateVerb } from './generate';
import { sourceVerb } from './source';
import { EXIT, EXIT_MEANINGS } from './failure';
import { lintVerb } from './lint';
import { loadVerb } from './load';
import { outputVerb } from './output';
import { produceVerb } from './produce';
import { qualityVerb } from './quality';
import { queryVerb } from './query';
import { renderVerb } from './render';
import { resetVerb } from './reset';
import { runVerb } from './run';
import { startVerb } from './start';
import { statusVerb } from './status';
import { tablesVerb } from './tables';
import { upVerb } from './up';

const codes = Object.entries(EXIT_MEANINGS).map(
  ([name, meaning]) => `  ${String(EXIT[name as keyof typeof EXIT]).padStart(3)}  ${meaning}`,
);
const HELP = `
First steps:
  npm start                                     a guided run: data travels the whole way
  sluice up                                     run the lake here, for your own clients
  sluice query "SELECT * FROM gold.daily_sales_summary LIMIT 5"

Every verb works with or without a running "sluice up", takes --json, and --env <env> for an account.
"sluice <verb> --help" explains one with examples.

Exit codes:
${codes.join('\n')}`;

/** The command line with all of its verbs. */
export function program(): Command {
  const sluice = new Command('sluice')
    .description('A transaction lake: push transactions in, read tables that a business can trust.')
    .addHelpText('after', HELP)
    .helpCommand(false)
    .exitOverride();
  const verbs = [
    startVerb(),
    upVerb(),
    downVerb(),
    produceVerb(),
    loadVerb(),
    runVerb(),
    statusVerb(),
    alertsVerb(),
    queryVerb(),
    tablesVerb(),
    qualityVerb(),
    applyVerb(),
    generateVerb(),
    sourceVerb(),
    lintVerb(),
    renderVerb(),
    docsVerb(),
    costVerb(),
    doctorVerb(),
    outputVerb(),
    destroyVerb(),
    resetVerb(),
  ];
  for (const verb of verbs) sluice.addCommand(verb.exitOverride());
  return sluice;
}

/** @param argv as in process.argv */
export async function main(argv: readonly string[]): Promise<void> {
  // `sluice … | head` closes the pipe early; what is open still has to be closed
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  try {
    await program().parseAsync(argv);
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // commander has printed help or what is wrong with the command line
    process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  }
}
