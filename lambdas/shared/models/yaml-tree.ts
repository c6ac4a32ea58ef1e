import { isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';

/** Where problems of one file go. */
export type Report = (line: number, message: string) => void;

export type Scalar = string | number | boolean;

interface Place {
  /** Line in the model file, from 1. */
  readonly line: number;
  /** e.g. `columns.amount.type`; empty for the root. */
  readonly path: string;
}
export interface YamlScalar extends Place {
  readonly kind: 'scalar';
  readonly value: Scalar | null;
}
export interface YamlMap extends Place {
  readonly kind: 'map';
  readonly fields: ReadonlyMap<string, YamlTree>;
}
export interface YamlList extends Place {
  readonly kind: 'list';
  readonly items: readonly YamlTree[];
}
/** YAML whose every value knows its line, so that every complaint names one. */
export type YamlTree = YamlScalar | YamlMap | YamlList;

type LineOf = (node: unknown) => number | undefined;

const scalarValue = (value: unknown): Scalar | null =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? value
    : null;

function toTree(node: unknown, place: Place, lineOf: LineOf): YamlTree {
  const below = (child: unknown, path: string, line?: number): YamlTree =>
    toTree(child, { path, line: line ?? lineOf(child) ?? place.line }, lineOf);
  if (isMap(node)) {
    const fields = node.items.map(({ key, value }): [string, YamlTree] => {
      const name = String(isScalar(key) ? key.value : key);
      const path = place.path === '' ? name : `${place.path}.${name}`;
      return [name, below(value, path, lineOf(key))];
    });
    return { kind: 'map', ...place, fields: new Map(fields) };
  }
  if (isSeq(node)) {
    const items = node.items.map((item, at) => below(item, `${place.path}[${at}]`));
    return { kind: 'list', ...place, items };
  }
  return { kind: 'scalar', ...place, value: isScalar(node) ? scalarValue(node.value) : null };
}

/**
 * The map that a YAML text is; undefined when it is broken or no map, which is reported.
 * @param firstLine line of the file on which the text begins
 */
export function parseYaml(text: string, firstLine: number, report: Report): YamlMap | undefined {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const at = (offset: number): number => lines.linePos(offset).line + firstLine - 1;
  for (const { pos, message } of document.errors) {
    report(at(pos[0]), `header is not YAML: ${message.split('\n')[0] ?? ''}`);
  }
  if (document.errors.length > 0) return undefined;
  const lineOf: LineOf = (node) => {
    const range =
      typeof node === 'object' && node !== null && 'range' in node ? node.range : undefined;
    return Array.isArray(range) ? at(Number(range[0])) : undefined;
  };
  const tree = toTree(document.contents, { path: '', line: firstLine }, lineOf);
  if (tree.kind === 'map') return tree;
  report(firstLine, 'header is not a YAML map');
  return undefined;
}
