import { CONSTANT_NAMES } from './constants';
import type { Reference } from './model';
import { LAYERS, PARAMETERS, SLICE_PARAMETERS } from './placeholders';
import { meaningful, type Token } from './sql-text';

export interface FoundReference {
  readonly layer: Reference['layer'];
  readonly table: string;
  readonly line: number;
}
export interface FoundPlaceholders {
  readonly references: readonly FoundReference[];
  /** Parameters used, with the lines that use them. */
  readonly parameters: readonly { readonly name: string; readonly line: number }[];
  readonly problems: readonly { readonly line: number; readonly message: string }[];
}

const INSIDE = /\$\{([^}]*)\}/g;
const BRACES = /^\$\{(.*)\}$/s;

const layerOf = (name: string): FoundReference['layer'] | undefined =>
  LAYERS.find((layer) => layer === name);

const isParameter = (name: string): boolean => PARAMETERS.some((known) => known === name);
export const isSliceParameter = (name: string): boolean =>
  SLICE_PARAMETERS.some((known) => known === name);

const unknown = (name: string): string =>
  `unknown placeholder \${${name}}: known are ${[...LAYERS, ...PARAMETERS, ...CONSTANT_NAMES]
    .map((known) => `\${${known}}`)
    .join(', ')}`;

/** Every `${…}` of a text, outside and inside string literals. */
export function findPlaceholders(tokens: readonly Token[]): FoundPlaceholders {
  const references: FoundReference[] = [];
  const parameters: { name: string; line: number }[] = [];
  const problems: { line: number; message: string }[] = [];
  const kept = meaningful(tokens);
  const parameter = (name: string, line: number): void => {
    if (isParameter(name)) parameters.push({ name, line });
    else problems.push({ line, message: unknown(name) });
  };
  kept.forEach((token, at) => {
    if (token.kind === 'string') {
      for (const [, name = ''] of token.text.matchAll(INSIDE)) {
        if (layerOf(name) === undefined) parameter(name, token.line);
        else problems.push({ line: token.line, message: `reference \${${name}} inside a string` });
      }
    }
    if (token.kind !== 'placeholder') return;
    const name = BRACES.exec(token.text)?.[1] ?? '';
    const layer = layerOf(name);
    if (layer === undefined) return parameter(name, token.line);
    const table = kept[at + 1]?.text === '.' ? kept[at + 2] : undefined;
    if (table?.kind === 'word') references.push({ layer, table: table.text, line: token.line });
    else
      problems.push({
        line: token.line,
        message: `\${${name}} names no table: write \${${name}}.x`,
      });
  });
  return { references, parameters, problems };
}
