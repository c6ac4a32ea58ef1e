import { contracts } from '../../../lambdas/shared/contracts';
import { configFor } from '../../../lib/config';
import { text, type Resource, type Templates } from '../templates';
import type { Checks } from './check';

/** Differ by size of the stream, and are looked at one by one elsewhere. */
const SIZES = ['MaximumRecordAgeInSeconds'];
const LEAST = 8;

/** A resource's text with the names of its own stream taken out. */
const nameless = (value: string, table: string): string =>
  value
    .replaceAll(
      new RegExp(`Streams${table.replaceAll('_', '')}(\\w*?)[0-9A-F]{8}`, 'g'),
      'Streams$1',
    )
    .replaceAll(table, 'TABLE');

/** CDK sorts resources of a statement by name. */
const ordered = (json: string): string =>
  JSON.stringify(
    JSON.parse(json, (key, value: unknown) =>
      key === 'Resource' && Array.isArray(value)
        ? value.map((one) => JSON.stringify(one)).sort()
        : value,
    ),
  );

/** What stands behind a stream, by its place: gate, delivery, archive, their roles and logs. */
function doorOf({ all }: Templates, table: string): Readonly<Record<string, string>> {
  const isOwn = ({ id, Type }: Resource): boolean =>
    id.startsWith(`Streams${table.replaceAll('_', '')}`) && Type !== 'AWS::Kinesis::Stream';
  return Object.fromEntries(
    all.filter(isOwn).map(({ id, Type, Properties, DependsOn, DeletionPolicy }) => {
      const sized = Object.entries(Properties).filter(([name]) => !SIZES.includes(name));
      const said = text({ ...Object.fromEntries(sized), DependsOn, DeletionPolicy } as never);
      return [nameless(`${Type} ${id}`, table), ordered(nameless(said, table))];
    }),
  );
}

/** Doors come out of one loop: what is checked of one holds for all, as long as they are alike. */
export const doorsAlikeChecks: Checks = {
  'every stream has the same door, but for its names': (lake) => {
    const tables = configFor(lake.env).streams.map(({ contract }) => contracts[contract]?.table);
    const [first = {}, ...others] = tables.map((table) => doorOf(lake, table ?? '?'));
    const few = Object.keys(first).length < LEAST ? ['the first door has hardly any resource'] : [];
    const odd = others.flatMap((door, at) =>
      [...new Set([...Object.keys(first), ...Object.keys(door)])]
        .filter((name) => first[name] !== door[name])
        .map((name) => `${tables[at + 1]}: ${name} is another than the first stream's`),
    );
    return [...few, ...odd];
  },
};
