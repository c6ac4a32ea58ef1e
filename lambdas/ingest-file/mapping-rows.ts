import { readFileShape, type FileShape } from './mapping-file';
import type { Place } from './mapping-place';

/** Column to the texts it may have: exact, `C*` a prefix, '' a missing value. */
export type Wanted = ReadonlyMap<string, readonly string[]>;
/** Another file of the same archive, whose rows belong to those of the main one. */
export interface JoinedFile {
  /** The cell it becomes: a list of rows, or with `one` the columns of the only one, as `name.column`. */
  readonly name: string;
  readonly file: FileShape;
  /** Columns that both files have. */
  readonly by: readonly string[];
  /** At most one row of it belongs to a row of the main file, and it may belong to many. */
  readonly one: boolean;
  readonly only?: Wanted;
}
/** What happens to rows before they become records, in this order. */
export interface RowSteps {
  readonly joined: readonly JoinedFile[];
  /** Each cell of the columns that are not kept becomes a row of its own. */
  readonly unpivot?: {
    readonly keep: readonly string[];
    readonly name: string;
    readonly value: string;
  };
  /** Rows that count: every column has one of its texts. */
  readonly only?: Wanted;
  /** Rows that do not: some column has one of its texts. */
  readonly except?: Wanted;
}
export const ROW_WORDS = ['join', 'unpivot', 'only', 'except'] as const;

const wantedOf = (place: Place): Wanted =>
  new Map([...place.members()].map(([column, texts]) => [column, texts.texts()]));

function unpivotOf(place: Place): RowSteps['unpivot'] {
  const members = place.members(['keep', 'name', 'value']);
  const [keep, name] = [members.get('keep')?.texts(), members.get('name')?.text()];
  const value = members.get('value')?.text();
  if (keep === undefined || name === undefined || value === undefined) {
    place.fault('unpivot needs keep, name and value: {keep: [Date], name: quote, value: rate}');
    return undefined;
  }
  return { keep, name, value };
}

function joinedOf(name: string, place: Place, shapes: readonly Place[]): JoinedFile | undefined {
  const members = place.members(['file', 'by', 'one', 'only']);
  const [own, by, only] = [members.get('file'), members.get('by')?.texts(), members.get('only')];
  const file = readFileShape([...shapes, ...(own === undefined ? [] : [own])]);
  if (by === undefined || own === undefined || file.member === undefined) {
    place.fault(`join needs file and by: {${name}: {file: {member: items.csv}, by: order_id}}`);
    return undefined;
  }
  const one = members.get('one')?.flag() ?? false;
  return { name, file, by, one, ...(only !== undefined && { only: wantedOf(only) }) };
}

/**
 * @param members of the dataset
 * @param shape the top-level `file`, whose words hold for joined files too
 */
export function readRowSteps(members: ReadonlyMap<string, Place>, shape?: Place): RowSteps {
  const shapes = shape === undefined ? [] : [shape];
  const joined = [...(members.get('join')?.members() ?? [])].flatMap(
    ([name, place]) => joinedOf(name, place, shapes) ?? [],
  );
  const keys = new Set(joined.flatMap(({ by, one }) => (one ? [] : [JSON.stringify(by)])));
  if (keys.size > 1) {
    members.get('join')?.fault('files joined as lists need the same "by": "one" may differ');
  }
  const [unpivot, only, except] = [
    members.get('unpivot'),
    members.get('only'),
    members.get('except'),
  ];
  const pivoted = unpivot && unpivotOf(unpivot);
  return {
    joined,
    ...(pivoted !== undefined && { unpivot: pivoted }),
    ...(only !== undefined && { only: wantedOf(only) }),
    ...(except !== undefined && { except: wantedOf(except) }),
  };
}
