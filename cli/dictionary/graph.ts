import type { TableEntry } from './entries';
import { html } from './html';
import type { Html } from './html';
import { BOX_HEIGHT, layOut } from './layout';

/** A drawing shrinks to the window, but stays readable. */
const SMALLEST = 0.72;

type Tables = ReadonlyMap<string, TableEntry>;

/** What a table is made of, as far as it goes, and who reads it directly. */
export function neighbourhood(name: string, tables: Tables): ReadonlySet<string> {
  const found = new Set<string>();
  const up = (next: string): void => {
    if (found.has(next) || !tables.has(next)) return;
    found.add(next);
    tables.get(next)?.reads.forEach(up);
  };
  up(name);
  for (const reader of tables.get(name)?.readBy ?? []) found.add(reader);
  return found;
}

/** Who reads whom; around one table its readers keep their arrow from it only. */
function arrowsBetween(names: ReadonlySet<string>, tables: Tables, focus: string | undefined) {
  const readers = new Set(focus === undefined ? [] : (tables.get(focus)?.readBy ?? []));
  return [...names].flatMap((name) =>
    (tables.get(name)?.reads ?? [])
      .filter((source) => names.has(source) && (!readers.has(name) || source === focus))
      .map((source) => [source, name] as const),
  );
}

/**
 * Tables from left to right in the order in which data flows, each a link.
 * @param focus table that the drawing is about
 */
export function lineageSvg(names: ReadonlySet<string>, tables: Tables, focus?: string): Html {
  const { width, height, boxes, arrows } = layOut(names, arrowsBetween(names, tables, focus));
  const paths = arrows.map(({ from, to, points }) => {
    const path = points.map(({ x, y }, at) => `${at === 0 ? 'M' : 'L'}${x} ${y}`).join('');
    return html`<path d="${path}" data-from="${from}" data-to="${to}" />`;
  });
  const nodes = boxes.map(({ name, x, y, width: wide }) => {
    const kind = `node ${name.split('.')[0] ?? ''}${name === focus ? ' focus' : ''}`;
    const title = tables.get(name)?.title ?? '';
    return html`<a href="#${name}" class="${kind}" data-name="${name}"
      ><title>${title}</title
      ><rect
        x="${x - wide / 2}"
        y="${y - BOX_HEIGHT / 2}"
        width="${wide}"
        height="${BOX_HEIGHT}"
        rx="6"
      /><text x="${x}" y="${y + 4}">${name}</text></a
    >`;
  });
  const label = focus === undefined ? 'Lineage of all tables' : `Lineage of ${focus}`;
  return html`<div class="graph">
    <svg
      role="img"
      aria-label="${label}"
      style="max-width:${width}px;min-width:${Math.round(width * SMALLEST)}px"
      viewBox="0 0 ${width} ${height}"
    >
      <g class="edges">${paths}</g>
      ${nodes}
    </svg>
  </div>`;
}
