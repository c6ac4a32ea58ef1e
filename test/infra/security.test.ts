import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CLEAR, prefixesWritten, restingPlaces } from './resting-places';
import { templatesOf } from './templates';

const page = readFileSync(join(import.meta.dirname, '../../docs/security.md'), 'utf8');

/** Cells of the rows below a heading of the page, the two lines of the table's head aside. */
function rowsBelow(heading: string): readonly (readonly string[])[] {
  const section = page.split(`## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  return section
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2)
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

describe('the table of resting places', () => {
  it('is what the templates of prod say: place, key, readers, end', () => {
    const places = restingPlaces(templatesOf('prod'));

    expect(places.length).toBeGreaterThan(15);
    expect(rowsBelow('Where clear values rest')).toEqual(
      places.map(({ what, key, readers, ends }) => [what, key, readers, ends]),
    );
  });

  it('has the same places and readers in staging and dev', () => {
    const [prod, ...others] = (['prod', 'staging', 'dev'] as const).map((env) =>
      restingPlaces(templatesOf(env)).map(({ what, key, readers }) => [what, key, readers]),
    );

    for (const places of others) expect(places).toEqual(prod);
  });

  it('knows every prefix of landing and archive that somebody may write to', () => {
    const known = CLEAR.map(([role, prefix]) => ({ role, prefix }));
    const written = prefixesWritten(templatesOf('prod'));

    expect(written.length).toBeGreaterThanOrEqual(3);
    for (const place of written) {
      const [role = '', prefix = ''] = place.split(' ');
      expect(
        known.some((one) => one.role === role && prefix.startsWith(one.prefix)),
        place,
      ).toBe(true);
    }
  });
});
