import type { Place } from './mapping-place';
import { STEPS, stepsOf, type Members, type Steps } from './mapping-steps';

/** Where a value comes from: exactly one of these per value. */
export type ValueSource =
  /** The first column, of several names that a column had over the years, that has a value. */
  | { readonly verb: 'from'; readonly columns: readonly string[] }
  | { readonly verb: 'const'; readonly text: string }
  /** The parts that have a value, with text between them. */
  | { readonly verb: 'join'; readonly parts: readonly ValueSpec[]; readonly between: string }
  | { readonly verb: 'plus' | 'times'; readonly parts: readonly ValueSpec[] }
  /** Over the items: a mapped item field. Over the rows of a group: a value of each row. */
  | { readonly verb: 'sum'; readonly item: string }
  | { readonly verb: 'sum'; readonly part: ValueSpec }
  /** Hash of columns, or of the whole row; `occurrence` numbers equal rows, which are real. */
  | {
      readonly verb: 'id';
      readonly hashOf: 'row' | readonly (readonly string[])[];
      readonly occurrence: boolean;
    };
/** The source, then the steps. */
export interface ValueSpec extends Steps {
  readonly source: ValueSource;
}

const SOURCES = ['from', 'const', 'join', 'plus', 'times', 'sum', 'id'] as const;
function idOf(place: Place): ValueSource {
  const members = place.members(['hash_of', 'occurrence']);
  const hashed = members.get('hash_of');
  if (hashed === undefined) place.fault('id needs hash_of: a list of columns, or row');
  const row = hashed?.kind === 'text' && hashed.text() === 'row';
  return {
    verb: 'id',
    hashOf: row ? 'row' : (hashed?.list().map((column) => column.texts()) ?? []),
    occurrence: members.get('occurrence')?.flag() ?? false,
  };
}

const sumOf = (place: Place): ValueSource =>
  place.kind === 'text'
    ? { verb: 'sum', item: place.text() ?? '' }
    : { verb: 'sum', part: readValue(place) };

function sourceOf(verb: (typeof SOURCES)[number], place: Place, members: Members): ValueSource {
  switch (verb) {
    case 'from':
      return { verb, columns: place.texts() };
    case 'const':
      return { verb, text: place.text() ?? '' };
    case 'join':
      return {
        verb,
        parts: place.list().map(readValue),
        between: members.get('with')?.text() ?? '',
      };
    case 'plus':
    case 'times':
      return { verb, parts: place.list().map(readValue) };
    case 'sum':
      return sumOf(place);
    case 'id':
      return idOf(place);
  }
}

/** Reads one value: a column's name, or verbs. Faults are reported at their place. */
export function readValue(place: Place): ValueSpec {
  if (place.kind === 'text') return { source: { verb: 'from', columns: [place.text() ?? ''] } };
  const members = place.members([...SOURCES, 'with', ...STEPS]);
  const given = SOURCES.filter((verb) => members.has(verb));
  const [verb] = given;
  const source = verb === undefined ? undefined : members.get(verb);
  if (verb === undefined || source === undefined || given.length > 1) {
    place.fault(`needs exactly one of ${SOURCES.join(', ')}`);
    return { source: { verb: 'const', text: '' } };
  }
  return { source: sourceOf(verb, source, members), ...stepsOf(members) };
}
