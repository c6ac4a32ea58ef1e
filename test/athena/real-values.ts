import { apiType, printed } from '../../local/trino/values';

export interface RealValue {
  readonly expression: string;
  /** Trino's JSON, or the error's name. */
  readonly value: unknown;
  readonly type: string;
  readonly error?: string;
}

/** Lines `expression => json :type` or `expression => ERR NAME: message`. */
export function readExpressions(text: string): readonly RealValue[] {
  return text
    .split('\n')
    .filter((line) => line.includes(' => '))
    .map((line) => {
      const at = line.indexOf(' => ');
      const expression = line.slice(0, at);
      const rest = line.slice(at + 4);
      const [, error] = /^ERR ([A-Z_]+)/.exec(rest) ?? [];
      if (error !== undefined) return { expression, value: null, type: '', error };
      const split = rest.lastIndexOf(' :');
      const value: unknown = JSON.parse(rest.slice(0, split));
      return { expression, value, type: rest.slice(split + 2) };
    });
}

/** What Athena's API would print: `value type`, `NULL`, or the error's name. */
export function expectedOutcome({ value, type, error }: RealValue): string {
  if (error !== undefined) return error;
  return value === null ? 'NULL' : `${printed(value, type)} ${apiType(type)}`;
}
