import { readFileSync } from 'node:fs';
import type { Freshness } from '../status';
import { DATABASE_TITLES } from './entries';
import type { TableEntry } from './entries';
import { lineageSvg } from './graph';
import { Html, html } from './html';
import { tableSection } from './page-table';

/** The last run of each table, by name; absent without a lake. */
export type Runs = ReadonlyMap<string, Freshness>;

const asset = (name: string): Html =>
  new Html(readFileSync(new URL(`./${name}`, import.meta.url), 'utf8'));

function listOf(database: string, tables: readonly TableEntry[]): Html {
  const [title = database] = (DATABASE_TITLES[database] ?? database).split(':');
  const items = tables.map(
    ({ name, title: about }) =>
      html`<li>
        <a href="#${name}" data-name="${name}" title="${about}">${name.split('.')[1]}</a>
      </li>`,
  );
  return html`<h2><span class="dot ${database}"></span>${title} <small>${tables.length}</small></h2>
    <ul>
      ${items}
    </ul>`;
}

function overview(tables: readonly TableEntry[], byName: ReadonlyMap<string, TableEntry>): Html {
  const counts = Object.entries(DATABASE_TITLES).flatMap(([database, title]) => {
    const own = tables.filter((table) => table.database === database);
    const [name = '', about = ''] = title.split(': ');
    return own.length === 0
      ? []
      : [html`<li class="${database}"><b>${own.length}</b> ${name}<span>${about}</span></li>`];
  });
  const columns = tables.reduce((sum, table) => sum + table.columns.length, 0);
  const used = tables.filter(({ reads, readBy }) => reads.length + readBy.length > 0);
  const graph = lineageSvg(new Set(used.map(({ name }) => name)), byName);
  return html`<section id="overview" class="page">
    <h1>Tables of the lake</h1>
    <p class="lead">
      ${tables.length} tables, ${columns} columns. Every row of gold can be followed back to the
      records it was made of.
    </p>
    <ul class="counts">
      ${counts}
    </ul>
    <h2>Lineage</h2>
    <p class="hint">
      Data flows from left to right. Point at a table to see what it is made of; click to open it.
    </p>
    ${graph}
  </section>`;
}

/** The dictionary as one file that needs no server: table list with search, lineage, columns, checks, last runs. */
export function pageOf(tables: readonly TableEntry[], runs: Runs): string {
  const byName = new Map(tables.map((table) => [table.name, table]));
  const lists = Object.keys(DATABASE_TITLES).flatMap((database) => {
    const own = tables.filter((table) => table.database === database);
    return own.length === 0 ? [] : [listOf(database, own)];
  });
  const sections = tables.map((table) => tableSection(table, byName, runs.get(table.name)));
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Sluice: tables</title>
        <style>
          ${asset('browse.css')}
        </style>
      </head>
      <body>
        <nav>
          <a class="brand" href="#overview">Sluice <span>tables</span></a>
          <input
            type="search"
            id="search"
            placeholder="Search tables and columns  /"
            aria-label="Search tables and columns"
            autocomplete="off"
          />
          <div id="lists">${lists}</div>
          <p id="nothing" hidden>No table or column is called so.</p>
        </nav>
        <main>${overview(tables, byName)}${sections}</main>
        <script>
          ${asset('browse.js')};
        </script>
      </body>
    </html> `.text;
}
