import { assumptionsOf, type Assumptions } from './assumptions';
import { billOf, type Bill } from './bill';
import type { Source } from './month';
import { PRICE_LIST } from './price-list';
import { sourceOf } from './source';

const VOLUMES = [100_000, 1_000_000, 10_000_000, 100_000_000];
const ANCHOR = 10_000_000;
const SCHEDULES = [5, 15, 60];
/** Records that fill a PUT payload unit. */
const FULL = 62;

interface Case {
  readonly title: string;
  readonly source: Source;
  readonly change?: Partial<Assumptions>;
  readonly everyMinutes?: number;
  readonly withAllowances?: boolean;
}

/** The tables of docs/cost.md, in Markdown. */
export async function costTables(): Promise<string> {
  const [standard, lean, banking, retail, dev] = await Promise.all([
    sourceOf({ env: 'prod' }),
    sourceOf({ env: 'prod', profile: 'lean' }),
    sourceOf({ env: 'prod', profile: 'banking' }),
    sourceOf({ env: 'prod', profile: 'retail' }),
    sourceOf({ env: 'dev' }),
  ]);
  const profiles: readonly Case[] = [
    { title: 'default', source: standard },
    { title: 'default, unpacked', source: standard, change: { packed: 1 } },
    { title: 'lean', source: lean },
    { title: 'banking', source: banking },
    { title: 'retail', source: retail },
  ];
  return [
    `Prices: list of ${PRICE_LIST.region}, seen ${PRICE_LIST.seen}. A month has 30 days.`,
    '## Profiles of prod, by volume\n\nDollars a month, and dollars per million records.',
    byVolume(profiles),
    '## Profiles of prod at 10 million records a day, by service\n\nDollars per million records.',
    byService(profiles),
    '## A run every 5, 15 or 60 minutes\n\nProd, default profile, 10 million records a day.',
    bySchedule(standard),
    '## What moves the bill\n\nProd, default profile, 10 million records a day; each line alone, the last one three of them together.',
    byChange(standard),
    '## An idle dev\n\nNothing is sent; what stands there costs, in dollars a month:',
    idle(dev),
  ].join('\n\n');
}

function billed(
  { source, change = {}, everyMinutes, withAllowances = true }: Case,
  perDay = ANCHOR,
): Bill {
  const { config } = source;
  const schedule =
    everyMinutes === undefined ? config.schedule : { ...config.schedule, everyMinutes };
  const given = assumptionsOf({ ...source.given, ...change, perDay }, 1);
  return billOf({ ...source, config: { ...config, schedule }, given }, { withAllowances });
}

const byVolume = (profiles: readonly Case[]): string =>
  table(
    ['records a day', ...profiles.map(({ title }) => title)],
    VOLUMES.map((perDay) => [
      perDay.toLocaleString('en-US'),
      ...profiles.map((one) => {
        const { monthly, perMillion } = billed(one, perDay);
        return `${whole(monthly)} · ${fine(perMillion)}`;
      }),
    ]),
  );

function byService(profiles: readonly Case[]): string {
  const bills = profiles.map((one) => billed(one));
  const services = [...new Set(bills.flatMap((bill) => bill.services.map((one) => one.service)))];
  const of = (bill: Bill, service: string): string =>
    fine(bill.services.find((one) => one.service === service)?.perMillion ?? 0);
  return table(
    ['service', ...profiles.map(({ title }) => title)],
    [
      ...services.map((service) => [service, ...bills.map((bill) => of(bill, service))]),
      ['**all**', ...bills.map(({ perMillion }) => `**${fine(perMillion)}**`)],
    ],
  );
}

const bySchedule = (source: Source): string =>
  table(
    ['minutes', 'a month', 'per million', 'Athena', 'Step Functions', 'S3', 'Lambda'],
    SCHEDULES.map((everyMinutes) => {
      const bill = billed({ title: '', source, everyMinutes });
      const of = (service: string): string =>
        whole(bill.services.find((one) => one.service === service)?.monthly ?? 0);
      const parts = ['Athena', 'Step Functions', 'S3', 'Lambda'].map(of);
      return [String(everyMinutes), whole(bill.monthly), fine(bill.perMillion), ...parts];
    }),
  );

const CHANGES: readonly Omit<Case, 'source'>[] = [
  { title: 'as it is' },
  { title: 'producers do not pack: `--packed 1`', change: { packed: 1 } },
  { title: 'producers fill their packs: `--packed 62`', change: { packed: FULL } },
  { title: 'nothing comes late: `--late-rebuilds 0`', change: { lateRebuilds: 0 } },
  { title: 'data compresses as generated data does: `--entropy 1`', change: { entropy: 1 } },
  { title: 'the first month: `--months 1`', change: { months: 1 } },
  { title: 'five years of history: `--months 60`', change: { months: 60 } },
  { title: 'a run each hour: `--every 60`', everyMinutes: 60 },
  { title: 'without the allowances of an account: `--no-allowances`', withAllowances: false },
];
const ALL: Omit<Case, 'source'> = {
  title: '**unpacked, five years of history, no allowances**',
  change: { packed: 1, months: 60 },
  withAllowances: false,
};

const byChange = (source: Source): string =>
  table(
    ['', 'a month', 'per million'],
    [...CHANGES, ALL].map((change) => {
      const { monthly, perMillion } = billed({ ...change, source });
      return [change.title, whole(monthly), fine(perMillion)];
    }),
  );

function idle(source: Source): string {
  const { services, monthly } = billed({ title: '', source }, 0);
  return table(
    ['service', 'a month'],
    [
      ...services.map((one) => [one.service, one.monthly.toFixed(2)]),
      ['**all**', `**${monthly.toFixed(2)}**`],
    ],
  );
}

const whole = (dollars: number): string => Math.round(dollars).toLocaleString('en-US');
const fine = (dollars: number | null): string => (dollars ?? 0).toFixed(3);

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rule = head.map((_, at) => (at === 0 ? '---' : '--:'));
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}

const [BEGIN, END] = ['<!-- generated: npm run docs:cost -->', '<!-- end of what is generated -->'];

/** The document with its generated part made anew. */
export function renewed(document: string, tables: string): string {
  const [before = '', rest = ''] = document.split(BEGIN);
  const after = rest.split(END)[1] ?? '';
  return `${before}${BEGIN}\n\n${tables}\n\n${END}${after}`;
}
