/** A statement of Redshift's as the laptop's warehouse takes it. */
export type Taken =
  /** DuckDB runs it, in these words. */
  | { readonly kind: 'run'; readonly sql: string; readonly hasRows: boolean }
  /** A schema that shows a database of the catalogue. */
  | {
      readonly kind: 'external';
      readonly schema: string;
      readonly database: string;
      readonly role: string;
    }
  /** Kept for who wants to read it, and without effect: nobody's rights are checked here. */
  | { readonly kind: 'noted'; readonly what: 'role' | 'grant' | 'revoke' };

const EXTERNAL =
  /^CREATE\s+EXTERNAL\s+SCHEMA\s+(?:IF\s+NOT\s+EXISTS\s+)?(\w+)\s+FROM\s+DATA\s+CATALOG\s+DATABASE\s+'([^']+)'\s+IAM_ROLE\s+'([^']+)'$/i;
const NOTED = [
  [/^CREATE\s+ROLE\s/i, 'role'],
  [/^GRANT\s/i, 'grant'],
  [/^REVOKE\s/i, 'revoke'],
] as const;
/** What the warehouse is asked here; anything else is refused by name. */
const RUN =
  /^(?:SELECT|WITH|INSERT\s+INTO|DELETE\s+FROM|CREATE\s+SCHEMA|CREATE\s+TABLE|CREATE\s+(?:OR\s+REPLACE\s+)?VIEW|DROP\s+(?:TABLE|VIEW)|ALTER\s+TABLE\s+\S+\s+RENAME\s+TO)\s/i;
/** Words of Redshift's about where rows lie, which one file has no use for. */
const PHYSICAL = [
  /\bDISTSTYLE\s+(?:ALL|EVEN|AUTO|KEY)\b/gi,
  /\bDISTKEY\s*\(\s*\w+\s*\)/gi,
  /\b(?:COMPOUND\s+)?SORTKEY\s*\([^)]*\)/gi,
  /\bWITH\s+NO\s+SCHEMA\s+BINDING\b/gi,
];
/** A column that holds so many bytes at most: DuckDB takes the length and does not mind it. */
const BOUNDED = /\b(\w+)\s+VARCHAR\((\d+)\)/gi;

/**
 * How a statement is taken. Literals are left alone.
 * @throws Error that names a statement which the laptop's warehouse does not run
 */
export function takeStatement(statement: string): Taken {
  const text = statement.trim().replace(/;$/, '').trim();
  const external = EXTERNAL.exec(text);
  if (external) {
    const [, schema = '', database = '', role = ''] = external;
    return { kind: 'external', schema, database, role };
  }
  const noted = NOTED.find(([pattern]) => pattern.test(text));
  if (noted) return { kind: 'noted', what: noted[1] };
  if (!RUN.test(text)) {
    const words = text.split(/\s+/, 3).join(' ');
    throw new Error(
      `the laptop's warehouse does not run ${words} …: it is a DuckDB database and takes the statements of migrations and loads, and SELECT`,
    );
  }
  const isTable = /^CREATE\s+TABLE\s/i.test(text);
  const sql = outsideLiterals(text, (part) => {
    const plain = PHYSICAL.reduce((rest, words) => rest.replace(words, ''), part);
    return isTable ? plain.replace(BOUNDED, '$1 VARCHAR CHECK (strlen($1) <= $2)') : plain;
  });
  return { kind: 'run', sql, hasRows: /^(?:SELECT|WITH)\s/i.test(text) };
}

const LITERAL = /('(?:[^']|'')*')/;
const outsideLiterals = (sql: string, change: (part: string) => string): string =>
  sql
    .split(LITERAL)
    .map((part) => (part.startsWith("'") ? part : change(part)))
    .join('')
    .trim();

/** Names `schema.table` that a statement uses, of the schemas given. */
export function namesOf(sql: string, schemas: readonly string[]): readonly string[] {
  const code = sql.split(LITERAL).filter((part) => !part.startsWith("'"));
  const found = code.join(' ').match(/\b[a-z_]\w*\.[a-z_]\w*\b/gi) ?? [];
  const names = found.map((name) => name.toLowerCase());
  return [...new Set(names)].filter((name) => schemas.includes(name.split('.')[0] ?? ''));
}
