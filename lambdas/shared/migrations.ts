import { createHash } from 'node:crypto';

/** One step of the warehouse's schema, as it is applied: all statements together or none. */
export interface Migration {
  /** File name without its ending, e.g. `001_create_roles`; migrations run in its order. */
  readonly name: string;
  /** SHA-256 of the file: one that was applied must not change. */
  readonly sha: string;
  readonly statements: readonly string[];
}

const NAME = /^\d{3}_[a-z]+_[a-z0-9_]+$/;
const PARAMETER = /\$\{(\w*)\}/g;

/**
 * The migration of a file `NNN_<verb>_<noun>.sql`: comments on lines of their own, statements that each end a line
 * with a semicolon.
 * @throws Error for another name, and for text after the last semicolon
 */
export function migrationOf(file: string, text: string): Migration {
  const name = file.replace(/^.*\//, '').replace(/\.sql$/, '');
  if (!NAME.test(name)) throw new Error(`${file}: call it NNN_<verb>_<noun>.sql`);
  const code = text.replace(/^\s*--.*$/gm, '').trim();
  if (!code.endsWith(';')) throw new Error(`${file}: the last statement needs a semicolon`);
  const statements = code
    .split(/;\s*$/m)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');
  return { name, sha: createHash('sha256').update(text).digest('hex'), statements };
}

/**
 * The statements with `${name}` replaced by values of ours, which hold no quotes.
 * @throws Error for a parameter that has no value
 */
export function withParameters(
  { name, statements }: Migration,
  values: Readonly<Record<string, string>>,
): readonly string[] {
  return statements.map((statement) =>
    statement.replace(PARAMETER, (_whole, parameter: string) => {
      const value = values[parameter];
      if (value === undefined) throw new Error(`${name}: unknown parameter ${parameter}`);
      return value;
    }),
  );
}
