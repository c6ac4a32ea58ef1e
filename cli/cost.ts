import { Option, type Command } from 'commander';
import { PROFILES } from '../lib/profiles';
import { ABOUT, type Assumptions } from './cost/assumptions';
import { billOf } from './cost/bill';
import { PRICE_LIST } from './cost/price-list';
import type { Source } from './cost/month';
import { sourceOf } from './cost/source';
import { printBill } from './cost-view';
import { Failure } from './failure';
import { progress } from './progress';
import { inSession, verb } from './verb';
import type { Session, Shared } from './verb';

interface Options extends Shared {
  readonly profile?: string;
  readonly every?: string;
  readonly allowances?: boolean;
  readonly [assumption: string]: unknown;
}
const DEFAULT_ENV = 'prod';
const NAMES = Object.keys(ABOUT) as readonly (keyof Assumptions)[];
const flagOf = (name: string): string =>
  `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

export function costVerb(): Command {
  const command = verb({
    name: 'cost',
    summary: 'What an environment will cost, before it is deployed',
    about:
      'Reads the templates as they would be deployed and one dated list of public prices, and prices a month\n' +
      'of 30 days. No account is asked. Every driver is shown with its quantity and its unit price; what a\n' +
      'template cannot tell is assumed, shown, and can be given.',
    examples: [
      [
        'sluice cost --env prod --per-day 10000000',
        'prod as it is configured, 10 million records a day',
      ],
      ['sluice cost --env prod --profile lean', 'one shard, a run a day, ten alarms'],
      ['sluice cost --packed 1 --every 60', 'producers that do not pack, and a run each hour'],
      ['sluice cost --env dev --per-day 0', 'what it costs while nothing happens'],
      ['sluice cost --json | jq .perMillion', 'for a pipeline that watches the price'],
    ],
  })
    .addOption(
      new Option('--profile <name>', 'another profile than the environment has').choices(PROFILES),
    )
    .option('--every <minutes>', "minutes between runs (default: the environment's)")
    .option('--no-allowances', 'leave in what an account gets for nothing each month');
  for (const name of NAMES) command.option(`${flagOf(name)} <n>`, ABOUT[name]);
  return command.action((options: Options) =>
    inSession('cost', options, (session) => cost(session, options)),
  );
}

async function cost({ print }: Session, options: Options): Promise<void> {
  const { env = DEFAULT_ENV, profile, allowances = true } = options;
  const everyMinutes = options.every === undefined ? undefined : amount(options.every, '--every');
  const shown = progress(print, 'synthesizing the stacks …');
  const source = await sourceOf({ env, profile, given: givenIn(options), everyMinutes }).finally(
    () => shown.clear(),
  );
  const bill = billOf(source, { withAllowances: allowances });
  const { given: assumptions, config } = source;
  const answer = {
    env,
    profile: config.profile,
    prices: PRICE_LIST,
    everyMinutes: config.schedule.everyMinutes,
    allowances,
    unpacked: billOf(unpacked(source), { withAllowances: allowances }).perMillion,
    assumptions,
    ...bill,
  };
  print.result(answer, () => printBill(print, answer));
}

/** The same when each record is put by itself. */
const unpacked = (source: Source): Source => ({
  ...source,
  given: { ...source.given, packed: 1 },
});

function givenIn(options: Options): Partial<Assumptions> {
  return Object.fromEntries(
    NAMES.flatMap((name) => {
      const value = options[name];
      return typeof value === 'string' ? [[name, amount(value, flagOf(name))]] : [];
    }),
  );
}

function amount(text: string, flag: string): number {
  const value = Number(text.replaceAll('_', ''));
  if (text.trim() !== '' && Number.isFinite(value) && value >= 0) return value;
  throw new Failure(
    'usage',
    `${flag} ${text}: give a number of 0 or more`,
    'npx sluice cost --help',
  );
}
