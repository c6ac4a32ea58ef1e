import { text, word, at, listOf, type Resource, type Value } from '../templates';

/** A value with the keys of its objects in order, so that equal values have equal texts. */
function ordered(value: Value): Value {
  if (Array.isArray(value)) return (value as readonly Value[]).map(ordered);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, ordered(inner)]),
  );
}

/** A finding when a value is not the wanted one, whatever the order of keys. */
export function differs(where: string, given: Value | undefined, wanted: Value): readonly string[] {
  const [has, wants] = [text(ordered(given ?? null)), text(ordered(wanted))];
  return has === wants ? [] : [`${where} is ${has}, not ${wants}`];
}

/**
 * A value with references written out: `${AWS::Region}`, `${Bucket.Arn}`. Other functions of CloudFormation stay.
 */
export function plain(value: Value | undefined): Value {
  if (value === undefined || value === null || typeof value !== 'object') return value ?? null;
  if (Array.isArray(value)) return (value as readonly Value[]).map(plain);
  const reference = at(value, 'Ref');
  if (reference !== undefined) return `\${${word(reference)}}`;
  const attribute = at(value, 'Fn::GetAtt');
  if (attribute !== undefined) return `\${${listOf(attribute).map(word).join('.')}}`;
  const joined = at(value, 'Fn::Join', 1);
  if (joined !== undefined)
    return listOf(joined)
      .map((part) => word(plain(part)))
      .join('');
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}

/** A statement of a policy in one line: effect, principal, actions, resources, conditions. */
export function statementLine(statement: Value): string {
  const { Effect, Principal, Action, Resource, NotResource, Condition } = plain(
    statement,
  ) as Readonly<Record<string, Value | undefined>>;
  const many = (value: Value | undefined): string => listOf(value).map(word).sort().join(' ');
  const who =
    typeof Principal === 'string'
      ? Principal
      : Object.entries(Principal ?? {})
          .map(([kind, names]) => `${kind}=${many(names as Value)}`)
          .join(' ');
  const when = Object.entries(Condition ?? {}).flatMap(([operator, keys]) =>
    Object.entries(keys as Readonly<Record<string, Value>>).map(
      ([key, values]) => `${operator}(${key}: ${many(values)})`,
    ),
  );
  const what = NotResource === undefined ? many(Resource) : `not ${many(NotResource)}`;
  return [word(Effect ?? ''), who, many(Action), what, when.sort().join(' & ')].join(' | ');
}

/** Findings when a policy does not hold exactly the wanted statements, as `statementLine` writes them. */
export function policyDiffers(
  { id }: Resource,
  document: Value | undefined,
  wanted: readonly string[],
): readonly string[] {
  const given = listOf(at(document, 'Statement')).map(statementLine);
  return [
    ...differs(`${id} policy version`, at(document, 'Version'), '2012-10-17'),
    ...given.filter((line) => !wanted.includes(line)).map((line) => `${id} says ${line}`),
    ...wanted.filter((line) => !given.includes(line)).map((line) => `${id} lacks ${line}`),
  ];
}
