import { splitModelText } from './header';
import type { Problem } from './problems';

/** `Column 'itm_count' cannot be resolved`, `column n is varchar but declared bigint`. */
const NAMED = /'(?:\w+\.)*(\w+)'|^column (\w+) /;

/**
 * The problem at the line that names what it is about: an engine reports no place in our file. Looks where
 * the fault can be, in the SELECT or in the header; without a trace of the name, at the line that it had.
 */
export function located(problem: Problem, text: string): Problem {
  const [, quoted, column] = NAMED.exec(problem.message) ?? [];
  const name = quoted ?? column;
  const parts = splitModelText(text);
  if (name === undefined || parts === undefined) return problem;
  const { yaml, yamlLine, select, selectLine } = parts;
  const places = [
    { text: select, first: selectLine },
    { text: yaml, first: yamlLine },
  ];
  const isInSelect = problem.message.startsWith('SELECT ');
  for (const place of isInSelect ? places : places.reverse()) {
    const at = place.text.search(new RegExp(`\\b${name}\\b`, 'i'));
    if (at === -1) continue;
    return { ...problem, line: place.first + place.text.slice(0, at).split('\n').length - 1 };
  }
  return problem;
}
