import type { Check } from '../../lambdas/shared/models/model';
import type { Freshness } from '../status';
import type { ColumnEntry, TableEntry } from './entries';
import { lineageSvg, neighbourhood } from './graph';
import { html } from './html';
import type { Html } from './html';

const PERSONAL: Readonly<Record<string, string>> = {
  token: 'Tells who it is only to the holder of the key; joins with other tokens',
  card: 'What is left of a card number',
  restricted: 'Tells of a person in clear: few may read it',
};

const checkOf = ({ id, about, severity }: Check): Html =>
  html`<span class="check ${severity}" title="${id}"
    >${about}${severity === 'warn' ? ' (warns)' : ''}</span
  >`;

function columnRow(column: ColumnEntry, key: readonly string[]): Html {
  const { name, type, about, pii, checks } = column;
  const isKey = key.includes(name) ? html`<span class="chip key">key</span>` : undefined;
  const personal =
    pii === undefined
      ? undefined
      : html`<span class="chip pii" title="${PERSONAL[pii]}">${pii}</span>`;
  return html`<tr>
    <td><code>${name}</code> ${isKey}${personal}</td>
    <td class="type">${type}</td>
    <td>${about}</td>
    <td>${checks.map(checkOf)}</td>
  </tr>`;
}

const fact = (name: string, value: Html | string): Html =>
  html`<div>
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>`;

function linksTo(names: readonly string[]): Html {
  const links = names.map(
    (name, at) => html`${at === 0 ? '' : ', '}<a href="#${name}">${name}</a>`,
  );
  return links.length === 0 ? html`<span class="none">none</span>` : html`${links}`;
}

function runFacts(run: Freshness | undefined): readonly Html[] {
  if (run === undefined || run.publishedAt === null) return [];
  const { publishedAt, rows, slices, newest, blocked } = run;
  const when = publishedAt.slice(0, 16).replace('T', ' ');
  const stopped = blocked.map(({ slice, reasons }) => `${slice}: ${reasons.join(', ')}`);
  return [
    fact('Last published', html`<time datetime="${publishedAt}">${when} UTC</time>`),
    fact(
      'Holds',
      `${rows.toLocaleString('en-US')} rows in ${slices} ${slices === 1 ? 'slice' : 'slices'}${newest === null || newest === 'all' ? '' : `, newest ${newest}`}`,
    ),
    ...(stopped.length === 0
      ? []
      : [fact('Stopped by checks', html`<span class="bad">${stopped.join(' · ')}</span>`)]),
  ];
}

function wholeTable(checks: readonly Check[]): Html | undefined {
  if (checks.length === 0) return undefined;
  const items = checks.map((check) => html`<li>${checkOf(check)} <code>${check.id}</code></li>`);
  return html`<h2>Checks of the whole table</h2>
    <ul class="checks">
      ${items}
    </ul>`;
}

function chips({ domain, columns, warehouse }: TableEntry): readonly Html[] {
  const personal = [...new Set(columns.flatMap(({ pii }) => (pii === undefined ? [] : [pii])))];
  return [
    html`<span class="chip">${domain}</span>`,
    ...personal.map(
      (pii) => html`<span class="chip pii" title="${PERSONAL[pii]}">personal: ${pii}</span>`,
    ),
    ...(warehouse ? [html`<span class="chip">in the warehouse</span>`] : []),
  ];
}

/** One table: what it says, facts, lineage, columns, checks. */
export function tableSection(
  table: TableEntry,
  byName: ReadonlyMap<string, TableEntry>,
  run: Freshness | undefined,
): Html {
  const { name, database, title, grain, key, columns } = table;
  const around = neighbourhood(name, byName);
  const lineage =
    around.size > 1
      ? html`<h2>Lineage</h2>
          ${lineageSvg(around, byName, name)}`
      : undefined;
  const facts = [
    fact('Grain', grain),
    ...(key.length === 0 ? [] : [fact('Key', html`<code>${key.join(', ')}</code>`)]),
    fact('Built', table.built),
    ...runFacts(run),
    fact('Owner', table.owner),
    fact('Defined in', html`<code>${table.file}</code>`),
    fact('Reads', linksTo(table.reads)),
    fact('Read by', linksTo(table.readBy)),
  ];
  const words = [name, title, ...columns.map((column) => column.name)].join(' ').toLowerCase();
  const rows = columns.map((column) => columnRow(column, key));
  return html`<section id="${name}" class="page" data-words="${words}">
    <p class="crumb"><span class="dot ${database}"></span>${database}</p>
    <h1>${name.split('.')[1]}</h1>
    <p class="lead">${title}</p>
    <p class="chips">${chips(table)}</p>
    <dl>${facts}</dl>
    ${lineage}
    <h2>Columns <small>${columns.length}</small></h2>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th>Column</th>
            <th>Type</th>
            <th>Meaning</th>
            <th>Checks</th>
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>
    ${wholeTable(table.checks)}
  </section>`;
}
