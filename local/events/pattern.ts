import { isObject, type Json, type JsonObject } from '../server/json';

/**
 * Whether an event matches an EventBridge pattern. Known comparisons: equality, prefix, suffix, wildcard, exists,
 * anything-but, equals-ignore-case.
 * @throws Error that names a comparison which is not known: a rule must never match by accident
 */
export function matches(pattern: JsonObject, event: JsonObject): boolean {
  return Object.entries(pattern).every(([key, wanted]) => {
    const value = event[key];
    if (Array.isArray(wanted)) {
      return wanted.some((one: Json) => valuesOf(value).some((actual) => holds(one, actual)));
    }
    if (key.startsWith('$')) throw new Error(`event pattern ${key} is not served on the laptop`);
    return isObject(wanted) && matches(wanted, isObject(value) ? value : {});
  });
}

const valuesOf = (value: Json | undefined): readonly (Json | undefined)[] =>
  Array.isArray(value) && value.length > 0 ? (value as readonly Json[]) : [value];

function holds(wanted: Json, actual: Json | undefined): boolean {
  if (!isObject(wanted)) return wanted === actual;
  const [[comparison, argument] = ['', undefined]] = Object.entries(wanted);
  const given = typeof actual === 'string' ? actual : undefined;
  switch (comparison) {
    case 'prefix':
      return given?.startsWith(asText(argument, comparison)) ?? false;
    case 'suffix':
      return given?.endsWith(asText(argument, comparison)) ?? false;
    case 'wildcard':
      return given !== undefined && wildcard(asText(argument, comparison)).test(given);
    case 'equals-ignore-case':
      return given?.toLowerCase() === asText(argument, comparison).toLowerCase();
    case 'exists':
      return (actual !== undefined) === argument;
    case 'anything-but':
      return actual !== undefined && !unwanted(argument ?? null, actual);
    default:
      throw new Error(`event pattern comparison "${comparison}" is not served on the laptop`);
  }
}

const unwanted = (argument: Json, actual: Json): boolean =>
  Array.isArray(argument)
    ? argument.some((one: Json) => holds(one, actual))
    : isObject(argument)
      ? anyPrefix(argument, actual)
      : argument === actual;

/** `{"anything-but": {"prefix": "x"}}`, and with a list of them. */
const anyPrefix = (argument: JsonObject, actual: Json): boolean =>
  Object.entries(argument).some(([comparison, texts]) =>
    (Array.isArray(texts) ? (texts as readonly Json[]) : [texts ?? null]).some((one) =>
      holds({ [comparison]: one }, actual),
    ),
  );

const wildcard = (text: string): RegExp =>
  new RegExp(`^${text.split('*').map(escape).join('.*')}$`, 's');
const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

function asText(value: Json | undefined, comparison: string): string {
  if (typeof value !== 'string') throw new Error(`event pattern ${comparison} wants a string`);
  return value;
}
