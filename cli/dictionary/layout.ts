import dagre from '@dagrejs/dagre';

export interface Point {
  readonly x: number;
  readonly y: number;
}
/** Places in pixels; a box is named by its middle. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly (Point & { readonly name: string; readonly width: number })[];
  readonly arrows: readonly {
    readonly from: string;
    readonly to: string;
    readonly points: readonly Point[];
  }[];
}

/** Height of a box. */
export const BOX_HEIGHT = 26;
const BOX = { charWidth: 6.9, padding: 22 };

const ROOT = '#';

const MARGIN = 4;
const tenth = (value: number): number => Math.round(value * 10) / 10;
const numberOf = (holder: unknown, member: string): number => {
  const value: unknown = Reflect.get(Object(holder), member);
  return typeof value === 'number' ? tenth(value) : 0;
};
const pointsOf = (holder: unknown): readonly Point[] => {
  const points: unknown = Reflect.get(Object(holder), 'points');
  if (!Array.isArray(points)) return [];
  return points.map((point: unknown) => ({ x: numberOf(point, 'x'), y: numberOf(point, 'y') }));
};

/** Boxes from left to right in the direction of the arrows, crossing as little as may be. */
export function layOut(
  names: ReadonlySet<string>,
  arrows: readonly (readonly [from: string, to: string])[],
): Layout {
  const graph = new dagre.graphlib.Graph()
    .setGraph({ rankdir: 'LR', nodesep: 8, ranksep: 46, marginx: 4, marginy: 4 })
    .setDefaultEdgeLabel(() => ({}));
  for (const name of names) {
    const width = Math.ceil(name.length * BOX.charWidth + BOX.padding);
    graph.setNode(name, { width, height: BOX_HEIGHT });
  }
  for (const [from, to] of arrows) graph.setEdge(from, to);
  // What nothing flows into stands in one column at the left.
  const entered = new Set(arrows.map(([, to]) => to));
  graph.setNode(ROOT, { width: 0, height: 0 });
  for (const name of names) {
    if (!entered.has(name)) graph.setEdge(ROOT, name, { weight: 20 });
  }
  dagre.layout(graph);
  // The library's own types leave what it laid out open.
  const boxes = [...names].map((name) => {
    const box: unknown = graph.node(name);
    return { name, x: numberOf(box, 'x'), y: numberOf(box, 'y'), width: numberOf(box, 'width') };
  });
  const drawn = graph.edges().filter(({ v }) => v !== ROOT);
  const lines = drawn.map((edge) => {
    const arrow: unknown = graph.edge(edge);
    return { from: edge.v, to: edge.w, points: pointsOf(arrow) };
  });
  return framed(boxes, lines);
}

/** Moved to begin at the margin: arrows may bend around everything that the library counts. */
function framed(boxes: Layout['boxes'], arrows: Layout['arrows']): Layout {
  const bends = arrows.flatMap(({ points }) => points);
  const ys = [
    ...boxes.flatMap(({ y }) => [y - BOX_HEIGHT / 2, y + BOX_HEIGHT / 2]),
    ...bends.map(({ y }) => y),
  ];
  const left = Math.min(...boxes.map(({ x, width }) => x - width / 2)) - MARGIN;
  const right = Math.max(...boxes.map(({ x, width }) => x + width / 2));
  const top = Math.min(...ys) - MARGIN;
  const moved = <P extends Point>(point: P): P => ({
    ...point,
    x: tenth(point.x - left),
    y: tenth(point.y - top),
  });
  return {
    width: Math.ceil(right - left + MARGIN),
    height: Math.ceil(Math.max(...ys) - top + MARGIN),
    boxes: boxes.map(moved),
    arrows: arrows.map((arrow) => ({ ...arrow, points: arrow.points.map(moved) })),
  };
}
