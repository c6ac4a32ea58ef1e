import type { TemplateResource } from '../../lib/build/templates';
import { keyRequests } from './keys';
import { allowances, paid, type Line } from './line';
import { monthOf, type Month, type Source } from './month';
import { FREE, PRICED } from './registry';
import { ownMetrics } from './watching';

export interface ServiceBill {
  readonly service: string;
  readonly monthly: number;
  readonly perMillion: number;
}
export interface Bill {
  /** US dollars a month of 30 days. */
  readonly monthly: number;
  /** US dollars for a million records; null when there are none. */
  readonly perMillion: number | null;
  /** Dearest first. */
  readonly services: readonly ServiceBill[];
  readonly lines: readonly Line[];
}

/** Types of resources that have neither a price nor a reason to be free. */
export const unpriced = (resources: readonly TemplateResource[]): readonly string[] =>
  [...new Set(resources.map(({ type }) => type))]
    .filter((type) => PRICED[type] === undefined && FREE[type] === undefined)
    .sort();

/**
 * The bill of a month. An environment has an account of its own, so what an account gets for nothing each month is
 * its own too.
 * @throws Error that names every type of resource without a price
 */
export function billOf(source: Source, { withAllowances = true } = {}): Bill {
  const missing = unpriced(source.resources);
  if (missing.length > 0) {
    throw new Error(`no price for ${missing.join(', ')}: add it to cli/cost/registry.ts`);
  }
  const month = monthOf(source);
  const all = [
    ...source.resources.flatMap((resource) => PRICED[resource.type]?.(month, resource) ?? []),
    ...keyRequests(month),
    ...ownMetrics(month),
  ];
  const lines = [...joined(paid(all)), ...(withAllowances ? allowances(all) : [])];
  return summed(lines, month);
}

/** Lines of the same driver become one. */
function joined(lines: readonly Line[]): readonly Line[] {
  const byDriver = new Map<string, Line>();
  for (const line of lines) {
    const driver = `${line.price} ${line.what}`;
    const known = byDriver.get(driver);
    byDriver.set(
      driver,
      known === undefined
        ? line
        : {
            ...known,
            quantity: known.quantity + line.quantity,
            monthly: known.monthly + line.monthly,
          },
    );
  }
  return [...byDriver.values()];
}

function summed(lines: readonly Line[], { records }: Month): Bill {
  const millions = records / 1e6;
  const sum = (some: readonly Line[]): number =>
    some.reduce((all, { monthly }) => all + monthly, 0);
  const services = [...new Set(lines.map(({ service }) => service))]
    .map((service) => {
      const monthly = sum(lines.filter((line) => line.service === service));
      return { service, monthly, perMillion: records === 0 ? 0 : monthly / millions };
    })
    .sort((a, b) => b.monthly - a.monthly);
  const monthly = sum(lines);
  return { monthly, perMillion: records === 0 ? null : monthly / millions, services, lines };
}
