import type { TemplateResource } from '../../lib/build/templates';
import { configFor } from '../../lib/config';
import { assumptionsOf, type Assumptions } from '../../cli/cost/assumptions';
import type { Line } from '../../cli/cost/line';
import { monthOf, type Month } from '../../cli/cost/month';

/** A month of prod with one stream of transactions and the given resources, and no models. */
export function monthWith(
  given: Partial<Assumptions> = {},
  resources: readonly TemplateResource[] = [],
  shards = 2,
): Month {
  const prod = configFor('prod');
  const streams = [{ contract: 'transactions', shards, retentionHours: 72, shardMetrics: false }];
  const config = { ...prod, streams };
  return monthOf({ config, resources, models: [], given: assumptionsOf(given, 1) });
}

export const resource = (
  type: string,
  properties: TemplateResource['properties'],
  id = 'One',
): TemplateResource => ({ stack: 'Here', id, type, properties, kept: false });

/** Dollars a month of each driver, by its words, to the cent. */
export const cents = (lines: readonly Line[]): Readonly<Record<string, number>> =>
  Object.fromEntries(
    lines
      .filter(({ quantity }) => quantity !== 0)
      .map(({ price, monthly }) => [price, Math.round(monthly * 100) / 100]),
  );

export const TEN_MILLION = { perDay: 10_000_000 };
