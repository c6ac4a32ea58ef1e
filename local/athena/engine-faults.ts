import { AthenaFault } from './fault';

/** The engine's messages, by how they begin, in Athena's words. Values and engine internals do not pass. */
const RULES: readonly (readonly [RegExp, (match: RegExpExecArray) => readonly [string, string]])[] =
  [
    [/(?:^|: )([A-Z][A-Z_]{5,}): ([^\n]*)/, ([, code = '', text = '']) => [code, text]],
    [
      /column "?([^"\n]+?)"? not found|does not have a column named "([^"]+)"/,
      ([, a, b]) => ['COLUMN_NOT_FOUND', `Column '${a ?? b ?? ''}' cannot be resolved`],
    ],
    [
      /Ambiguous reference to column name "([^"]+)"/,
      ([, name = '']) => ['AMBIGUOUS_NAME', `Column '${name}' is ambiguous`],
    ],
    [
      /column "?([^"\n]+?)"? must appear in the GROUP BY/,
      ([, name = '']) => [
        'EXPRESSION_NOT_AGGREGATE',
        `'${name}' must be an aggregate expression or appear in GROUP BY clause`,
      ],
    ],
    [
      /Referenced table "([^"]+)" not found/,
      ([, name = '']) => ['TABLE_NOT_FOUND', `Table '${name}' does not exist`],
    ],
    [
      /(?:function|macro|Macro) (?:matches the given name and argument types '|")?([a-z_0-9]+)\(/i,
      ([, name = '']) => ['FUNCTION_NOT_FOUND', `Unexpected parameters for function ${name}`],
    ],
    [
      /syntax error at or near "([^"]*)"/,
      ([, near = '']) => ['SYNTAX_ERROR', `mismatched input '${near}'`],
    ],
    [/^Parser Error/, () => ['SYNTAX_ERROR', 'the statement cannot be parsed']],
    [/Malformed JSON/, () => ['INVALID_FUNCTION_ARGUMENT', 'Cannot convert value to JSON']],
    [
      /^Conversion Error[^\n]*?(?:to|type) ([A-Z][A-Z0-9(),]+)/,
      ([, type = '']) => ['INVALID_CAST_ARGUMENT', `Cannot cast value to ${type.toLowerCase()}`],
    ],
    [
      /^(?:Conversion Error|Invalid Input Error: (?:Malformed JSON|Failed to parse))/,
      () => ['INVALID_CAST_ARGUMENT', 'Cannot cast value'],
    ],
    [
      /^Out of Range Error/,
      () => ['NUMERIC_VALUE_OUT_OF_RANGE', 'a value is out of the range of its type'],
    ],
    [
      /^Out of Memory Error/,
      () => ['EXCEEDED_MEMORY_LIMIT', 'Query exhausted resources at this scale factor'],
    ],
    [/^INTERRUPT/, () => ['USER_CANCELED', 'Query cancelled by user']],
    [
      /Cannot (?:compare|mix) values of type ([^ ]+) and (?:type )?([^ ,\n]+)/,
      ([, a = '', b = '']) => [
        'TYPE_MISMATCH',
        `Cannot apply operator: ${a.toLowerCase()}, ${b.toLowerCase()}`,
      ],
    ],
    [
      /Set operations can only apply to expressions with the same number|More than one row returned/,
      () => ['TYPE_MISMATCH', 'the parts of the statement have different shapes'],
    ],
    [
      /^Binder Error/,
      () => ['TYPE_MISMATCH', 'the expressions of the statement do not fit together'],
    ],
    [/^IO Error/, () => ['HIVE_CANNOT_OPEN_SPLIT', 'an object of the table cannot be read']],
  ];

/** @param error whatever the engine threw; an AthenaFault passes unchanged */
export function athenaFault(error: unknown): AthenaFault {
  if (error instanceof AthenaFault) return error;
  const message = error instanceof Error ? error.message : String(error);
  for (const [pattern, say] of RULES) {
    const match = pattern.exec(message);
    if (match !== null) {
      const [code, detail] = say(match);
      return new AthenaFault(code, detail, { cause: error });
    }
  }
  return new AthenaFault('GENERIC_INTERNAL_ERROR', 'the statement failed', { cause: error });
}
