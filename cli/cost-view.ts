import { ABOUT, type Assumptions } from './cost/assumptions';
import type { Bill } from './cost/bill';
import type { Line } from './cost/line';
import { PRICES, type PRICE_LIST } from './cost/price-list';
import { plural } from './format';
import type { Printer } from './print';

export interface CostAnswer extends Bill {
  readonly env: string;
  readonly profile: string;
  readonly prices: typeof PRICE_LIST;
  readonly everyMinutes: number;
  readonly allowances: boolean;
  /** Dollars for a million records when each is put by itself. */
  readonly unpacked: number | null;
  readonly assumptions: Assumptions;
}
/** A driver below a cent is counted, not shown. */
const CENT = 0.01;

export function printBill(print: Printer, answer: CostAnswer): void {
  const { env, profile, prices, everyMinutes, services, lines, monthly } = answer;
  print.heading(`${env}, profile ${profile}, a run every ${everyMinutes} minutes`);
  print.line(print.style.dim(`list prices of ${prices.region}, seen ${prices.seen}, US dollars`));
  print.heading('by service');
  print.table(
    [
      { title: 'service' },
      { title: 'a month', right: true },
      { title: 'per million', right: true },
    ],
    [
      ...services.map((one) => [one.service, dollars(one.monthly), perMillion(one.perMillion)]),
      ['all', dollars(monthly), perMillion(answer.perMillion)],
    ],
  );
  print.heading('by driver');
  const shown = [...lines].filter((line) => Math.abs(line.monthly) >= CENT);
  print.table(DRIVER_COLUMNS, shown.sort(byServiceAndCost(answer)).map(driver));
  print.line(
    print.style.dim(`  and ${plural(lines.length - shown.length, 'driver')} below a cent`),
  );
  print.heading('assumed');
  print.table([{ title: '' }, { title: '', right: true }, { title: '' }], assumed(answer));
  printCaveats(print, answer);
}

function printCaveats(print: Printer, { allowances, assumptions, unpacked }: CostAnswer): void {
  const dim = (text: string): void => print.line(print.style.dim(text));
  print.line('');
  if (allowances) {
    dim(
      'what an account gets for nothing each month is taken off, by lines below zero: --no-allowances',
    );
  }
  if (assumptions.packed > 1 && unpacked !== null) {
    dim(`with each record put by itself: ${perMillion(unpacked)} per million (--packed 1)`);
  }
  const unsure = Object.values(PRICES).filter(({ unconfirmed }) => unconfirmed !== undefined);
  if (unsure.length > 0) {
    dim(`${plural(unsure.length, 'price')} could not be confirmed: see cli/prices/us-east-1.json`);
  }
}

const DRIVER_COLUMNS = [
  { title: 'service' },
  { title: 'driver' },
  { title: 'quantity', right: true },
  { title: 'unit' },
  { title: 'price', right: true },
  { title: 'a month', right: true },
];

function byServiceAndCost({ services }: Bill): (a: Line, b: Line) => number {
  const place = new Map(services.map(({ service }, at) => [service, at]));
  const of = ({ service }: Line): number => place.get(service) ?? services.length;
  return (a, b) => of(a) - of(b) || b.monthly - a.monthly;
}

function driver(line: Line): readonly string[] {
  const per = line.per === 1 ? '' : ` / ${line.per.toLocaleString('en-US')}`;
  const price = `${line.usd}${per}`;
  return [
    line.service,
    line.what,
    quantity(line.quantity),
    line.unit,
    price,
    dollars(line.monthly),
  ];
}

const assumed = ({ assumptions }: CostAnswer): readonly (readonly string[])[] =>
  Object.entries(ABOUT).map(([name, about]) => [
    `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
    String(Object.entries(assumptions).find(([one]) => one === name)?.[1] ?? ''),
    about,
  ]);

export const dollars = (value: number): string =>
  value.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

const perMillion = (value: number | null): string => (value === null ? '–' : value.toFixed(4));

const quantity = (value: number): string =>
  value.toLocaleString('en-US', { maximumFractionDigits: Math.abs(value) < 100 ? 3 : 0 });
