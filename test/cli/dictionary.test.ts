import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { dictionary } from '../../cli/dictionary/entries';
import { neighbourhood } from '../../cli/dictionary/graph';
import { html } from '../../cli/dictionary/html';
import { layOut } from '../../cli/dictionary/layout';
import { markdownOf } from '../../cli/dictionary/markdown';
import { pageOf } from '../../cli/dictionary/page';
import { models } from '../sql/models';

const tables = dictionary();
const byName = new Map(tables.map((table) => [table.name, table]));
const run = {
  ...{ table: 'gold.revenue_daily', slices: 2, rows: 1234, newest: '2026-03-01' },
  publishedAt: '2026-03-02T04:05:06.789Z',
  ...{ blocked: [{ slice: '2026-03-02', reasons: ['unique:key'] }], pending: false },
};

describe('the dictionary', () => {
  it('stands in docs/tables.md as the headers say it (npx sluice docs writes it)', () => {
    expect(readFileSync('docs/tables.md', 'utf8')).toBe(markdownOf(tables));
  });

  it('knows every model, and what it reads', () => {
    const unknown = models.filter(({ name }) => !byName.has(name));
    const dangling = tables.flatMap(({ reads }) => reads.filter((name) => !byName.has(name)));

    expect(unknown).toEqual([]);
    expect(dangling).toEqual([]);
  });

  it('says of every column what it means', () => {
    const silent = tables.flatMap(({ name, columns }) =>
      columns
        .filter(({ about }) => about.trim().length < 4)
        .map((column) => `${name}.${column.name}`),
    );

    expect(tables.flatMap(({ columns }) => columns).length).toBeGreaterThan(500);
    expect(silent).toEqual([]);
  });

  it('shows each check once: at its column or at the table', () => {
    for (const model of models) {
      const entry = byName.get(model.name);
      const shown = [
        ...(entry?.checks ?? []),
        ...(entry?.columns ?? []).flatMap(({ checks }) => checks),
      ];

      expect(shown.map(({ id }) => id).sort()).toEqual(model.checks.map(({ id }) => id).sort());
    }
  });

  it('marks what tells of a person', () => {
    const columns = byName.get('silver.transactions')?.columns ?? [];

    expect(columns.find(({ name }) => name === 'customer_id')?.pii).toBe('token');
    expect(columns.find(({ name }) => name === 'amount')?.pii).toBeUndefined();
  });
});

describe('the page', () => {
  const page = pageOf(tables, new Map([[run.table, run]]));

  it('links every table to a section of its own', () => {
    for (const { name } of tables) {
      expect(page).toContain(`href="#${name}"`);
      expect(page.split(`<section id="${name}"`)).toHaveLength(2);
    }
  });

  it('asks nothing of the network', () => {
    expect(page).not.toMatch(/(?:src|href)="(?!#)/);
    expect(page).not.toMatch(/url\(|@import|fetch\(/);
  });

  it('says when a table was last published, and what a check stopped', () => {
    expect(page).toContain('2026-03-02 04:05 UTC');
    expect(page).toContain('1,234 rows in 2 slices, newest 2026-03-01');
    expect(page).toContain('2026-03-02: unique:key');
  });

  it('shows a text as text, never as markup', () => {
    expect(html`<b>${'<script>"&\''}</b>${[html`<i></i>`]}`.text).toBe(
      '<b>&lt;script&gt;&quot;&amp;&#39;</b><i></i>',
    );
  });
});

describe('lineage', () => {
  it('reaches from a table down to the records and up to its readers', () => {
    const around = neighbourhood('gold.customer_daily', byName);

    expect([...around]).toContain('bronze.transactions');
    for (const reader of byName.get('gold.customer_daily')?.readBy ?? []) {
      expect([...around]).toContain(reader);
    }
  });

  it('flows from left to right', () => {
    const names = new Set(['a', 'b', 'c']);

    const { boxes, arrows } = layOut(names, [
      ['a', 'b'],
      ['b', 'c'],
    ]);

    const [a, b, c] = boxes.map(({ x }) => x);
    expect([a, b, c]).toEqual([a, b, c].sort((one = 0, other = 0) => one - other));
    expect(arrows).toHaveLength(2);
  });
});
