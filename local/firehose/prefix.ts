/** What the expressions of one object's prefix stand for. */
export interface PrefixValues {
  /** Keys that the transform gave, in `metadata.partitionKeys`. */
  readonly partitionKeys: Readonly<Record<string, string>>;
  readonly now: Date;
  /** e.g. `processing-failed`; in error prefixes only. */
  readonly errorType?: string;
  readonly random: () => string;
}

const EXPRESSION = /!\{([a-zA-Z]+):([^}]*)\}/g;
const NAMESPACES = ['timestamp', 'firehose', 'partitionKeyFromLambda'];

/** @throws Error for an expression that is not known (Firehose guide, "Custom prefixes for Amazon S3 objects") */
export function checkPrefix(prefix: string, name: string): void {
  for (const [expression, namespace = ''] of prefix.matchAll(EXPRESSION)) {
    if (!NAMESPACES.includes(namespace)) throw new Error(`${name}: ${expression} is not served`);
  }
}

/**
 * The prefix of one object.
 * @returns undefined when a partition key is missing or empty: such a record cannot be delivered
 */
export function evaluatePrefix(prefix: string, values: PrefixValues): string | undefined {
  if (!prefix.includes('!{')) return prefix + formatTime('yyyy/MM/dd/HH/', values.now);
  let isComplete = true;
  const result = prefix.replace(EXPRESSION, (_all, namespace, argument) => {
    const value = evaluate(String(namespace), String(argument), values);
    if (!value) isComplete = false;
    return value ?? '';
  });
  return isComplete ? result : undefined;
}

function evaluate(namespace: string, argument: string, values: PrefixValues): string | undefined {
  if (namespace === 'partitionKeyFromLambda') return values.partitionKeys[argument];
  if (namespace === 'timestamp') return formatTime(argument, values.now);
  if (argument === 'random-string') return values.random();
  if (argument === 'error-output-type') return values.errorType;
  throw new Error(`!{${namespace}:${argument}} is not served`);
}

/** Java's DateTimeFormatter letters that prefixes use, in UTC. */
function formatTime(format: string, now: Date): string {
  const iso = now.toISOString();
  const parts: Readonly<Record<string, string>> = {
    yyyy: iso.slice(0, 4),
    MM: iso.slice(5, 7),
    dd: iso.slice(8, 10),
    HH: iso.slice(11, 13),
    mm: iso.slice(14, 16),
    ss: iso.slice(17, 19),
  };
  return format.replace(/'([^']*)'|([a-zA-Z]+)/g, (_all, literal, letters) => {
    if (literal !== undefined) return String(literal);
    const value = parts[String(letters)];
    if (value === undefined) throw new Error(`timestamp format ${String(letters)} is not served`);
    return value;
  });
}

/** `<stream>-<version>-<time>-<uuid>`, as Firehose names objects. */
export const objectName = (stream: string, now: Date, id: string): string =>
  `${stream}-1-${formatTime('yyyy-MM-dd-HH-mm-ss', now)}-${id}`;
