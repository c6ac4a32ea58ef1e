import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { ownJson } from '../../lambdas/shared/own-json';
import { cases } from '../sql/case';
import { modelNamed } from '../sql/models';

const isThere = spawnSync('python3', ['--version']).status === 0;
if (!isThere) console.log('SKIP the rule of the Spark job: there is no python3');

/** Plain Python: the rule needs no Spark. */
const RUN = `
import json, sys
from datetime import date
from decimal import Decimal
sys.path.insert(0, "glue-scripts")
from customer_features import FEATURES, features
given = json.load(sys.stdin)
told = [features([(date.fromisoformat(day), Decimal(amount)) for day, amount in days], date.fromisoformat(as_of))
        for days, as_of in given]
print(json.dumps({"features": FEATURES, "told": told}, default=str))
`;
interface Answer {
  readonly features: readonly (readonly [name: string, type: string])[];
  readonly told: readonly (readonly (number | string | null)[])[];
}
type Days = readonly (readonly [day: string, amount: string])[];

function ask(given: readonly (readonly [Days, string])[]): Answer {
  const ended = spawnSync('python3', ['-B', '-c', RUN], {
    input: JSON.stringify(given),
    encoding: 'utf8',
  });
  if (ended.status !== 0) throw new Error(ended.stderr);
  return ownJson(ended.stdout, 'the script');
}

describe.skipIf(!isThere)('the rule of the Spark job', () => {
  const twin = modelNamed('gold.customer_features');
  const own = cases.filter(({ model }) => model === twin);

  it('tells the columns of its SQL twin, in order and with their types', () => {
    const told = ask([]).features.map(([name, type]) => `${name} ${type}`);

    const columns = twin.columns.map(({ name, type }) => `${name} ${type}`);
    expect(['customer_id varchar', 'currency varchar', 'as_of_date date', ...told]).toEqual(
      columns,
    );
  });

  it.each(own.map((one) => [one.name.replaceAll('-', ' '), one] as const))(
    'tells what the twin is expected to: %s',
    (_name, { given, expected }) => {
      const rows = given.tables['gold.customer_daily'] ?? [];
      const asOf =
        rows
          .map(({ business_date: day }) => String(day))
          .sort()
          .at(-1) ?? '';
      const asked = expected.rows.map(({ customer_id: customer, currency }): [Days, string] => {
        const days = rows.filter(
          (row) => row.customer_id === customer && row.currency === currency && row.purchases !== 0,
        );
        return [days.map((row) => [String(row.business_date), String(row.purchase_amount)]), asOf];
      });

      const { features, told } = ask(asked);

      const shown = expected.rows.map((row, at) =>
        Object.fromEntries(
          features.flatMap(([name], place) =>
            row[name] === undefined ? [] : [[name, told[at]?.[place]]],
          ),
        ),
      );
      const wanted = expected.rows.map((row) =>
        Object.fromEntries(features.flatMap(([name]) => (name in row ? [[name, row[name]]] : []))),
      );
      expect(shown.length).toBeGreaterThan(0);
      expect(shown).toEqual(wanted);
    },
  );

  it('does not depend on the order of the days', () => {
    const days: Days = [
      ['2026-01-05', '1.0000'],
      ['2026-01-20', '7.5000'],
      ['2026-02-02', '3.2500'],
    ];

    const { told } = ask([
      [days, '2026-03-01'],
      [[...days].reverse(), '2026-03-01'],
    ]);

    expect(told[1]).toEqual(told[0]);
  });
});
