import type { Contract, Field } from '../contracts/contract';
import { scaled } from '../gate/decimal';

type Fields = Readonly<Record<string, Field>>;

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** A bound that appeared or moved inwards. */
const isRaised = (before: number | undefined, after: number | undefined): boolean =>
  after !== undefined && (before === undefined || after > before);
const isLowered = (before: number | undefined, after: number | undefined): boolean =>
  after !== undefined && (before === undefined || after < before);

/** Compared exactly, far below any scale that a contract uses. */
const PLACES = 20;
const exact = (bound: string | undefined): bigint | undefined =>
  bound === undefined ? undefined : scaled(bound, PLACES);

function isDecimalNarrowed(before: Field, after: Field): boolean {
  if (before.kind !== 'decimal' || after.kind !== 'decimal') return false;
  const [min, max] = [exact(after.min), exact(after.max)];
  const [oldMin, oldMax] = [exact(before.min), exact(before.max)];
  return (
    after.scale < before.scale ||
    after.precision - after.scale < before.precision - before.scale ||
    (min !== undefined && (oldMin === undefined || min > oldMin)) ||
    (max !== undefined && (oldMax === undefined || max < oldMax))
  );
}

function isTextNarrowed(before: Field, after: Field): boolean {
  if (before.kind !== 'text' || after.kind !== 'text') return false;
  const { values } = after;
  return (
    isRaised(before.minLength ?? 0, after.minLength ?? 0) ||
    isLowered(before.maxLength, after.maxLength) ||
    (after.pattern !== undefined && after.pattern !== before.pattern) ||
    (values !== undefined && (before.values ?? ['']).some((value) => !values.includes(value)))
  );
}

function isIntegerNarrowed(before: Field, after: Field): boolean {
  if (before.kind !== 'integer' || after.kind !== 'integer') return false;
  return isRaised(before.min, after.min) || isLowered(before.max, after.max);
}

function isContainerNarrowed(before: Field, after: Field): boolean {
  if (before.kind === 'list' && after.kind === 'list') return after.maxItems < before.maxItems;
  if (before.kind !== 'map' || after.kind !== 'map') return false;
  return after.maxKeys < before.maxKeys || after.maxLength < before.maxLength;
}

/** What is stored, and joins with what. */
const storedForm = (field: Field): unknown => [
  field.pii ?? 'none',
  field.kind === 'text' ? (field.domain ?? null) : null,
  field.kind === 'code' ? field.list : null,
];

function changeOf(path: string, before: Field, after: Field): readonly string[] {
  if (before.kind !== after.kind) return [`${path}: ${before.kind} became ${after.kind}`];
  const changes: string[] = [];
  if (!isSame(storedForm(before), storedForm(after))) changes.push(`${path}: is stored otherwise`);
  if (after.required === true && before.required !== true) changes.push(`${path}: became required`);
  const narrowings = [isDecimalNarrowed, isTextNarrowed, isIntegerNarrowed, isContainerNarrowed];
  if (narrowings.some((isNarrowed) => isNarrowed(before, after))) {
    changes.push(`${path}: takes less than before`);
  }
  if (before.kind === 'list' && after.kind === 'list') {
    changes.push(...fieldChanges(before.fields, after.fields, `${path}.`));
  }
  return changes;
}

function fieldChanges(before: Fields, after: Fields, parent: string): readonly string[] {
  const kept = Object.entries(before).flatMap(([name, field]) => {
    const now = after[name];
    return now === undefined
      ? [`${parent}${name}: was removed`]
      : changeOf(`${parent}${name}`, field, now);
  });
  const added = Object.entries(after).flatMap(([name, field]) =>
    before[name] === undefined && field.required === true
      ? [`${parent}${name}: is new and required`]
      : [],
  );
  return [...kept, ...added];
}

/** Parts of a contract that name or order its data: none may change under one version. */
const identity = ({
  name,
  table,
  kind,
  partition,
  key,
  newestBy,
  happenedAt,
  stream,
}: Contract): Readonly<Record<string, unknown>> => ({
  name,
  table,
  kind,
  partition,
  key,
  newestBy: newestBy ?? null,
  happenedAt: happenedAt ?? null,
  stream: stream ?? null,
});

function identityChanges(before: Contract, after: Contract): readonly string[] {
  const now = identity(after);
  return Object.entries(identity(before)).flatMap(([part, value]) =>
    isSame(value, now[part]) ? [] : [`${part}: changed`],
  );
}

/** Records with fields of their own were taken until now. */
const strictness = (before: Contract, after: Contract): readonly string[] =>
  after.unknownFields === before.unknownFields || after.unknownFields === undefined
    ? []
    : ['unknown fields: are refused now'];

function keyChanges({ key, fields }: Contract): readonly string[] {
  return key.flatMap((name) =>
    fields[name]?.required === true ? [] : [`${name}: a key must be required`],
  );
}

/**
 * What a producer or reader of the released contract would notice: fields removed, narrowed, retyped
 * or newly required, rules added, another key. Empty when the change is compatible; otherwise the
 * version must be raised.
 */
export const breakingChanges = (released: Contract, now: Contract): readonly string[] => [
  ...identityChanges(released, now),
  ...strictness(released, now),
  ...keyChanges(now),
  ...fieldChanges(released.fields, now.fields, ''),
  ...now.rules.flatMap((rule) => (released.rules.includes(rule) ? [] : [`rule ${rule}: is new`])),
];
