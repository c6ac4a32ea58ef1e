/** Statements that read, by their first word. */
const READS = ['SELECT', 'WITH', 'SHOW', 'DESCRIBE', 'DESC', 'VALUES'];
/** In an account only: the laptop has no plan of Athena's to show. */
const EXPLAIN = 'EXPLAIN';
/** Words that write wherever they start a clause, e.g. behind EXPLAIN ANALYZE or a WITH. */
const WRITES =
  /\b(INSERT\s+INTO|DELETE\s+FROM|UPDATE\s+\S+\s+SET|MERGE\s+INTO|CREATE\s+(TABLE|VIEW|EXTERNAL|DATABASE|SCHEMA|OR)|DROP\s+(TABLE|VIEW|DATABASE|SCHEMA)|ALTER\s+(TABLE|VIEW|DATABASE)|TRUNCATE|UNLOAD|VACUUM|OPTIMIZE|MSCK|GRANT|REVOKE|PREPARE|EXECUTE|CALL)\b/i;

/**
 * Why a statement is not taken; undefined when it only reads. Judges the text without its comments
 * and quoted parts, so that nothing hides there and nothing quoted is refused.
 */
export function refusal(sql: string, { laptop }: { readonly laptop: boolean }): string | undefined {
  const bare = withoutQuoted(sql).trim().replace(/;\s*$/, '');
  if (bare === '') return 'the statement is empty';
  if (bare.includes(';')) return 'one statement at a time';
  const first = /^[\s(]*([a-z]+)/i.exec(bare)?.[1]?.toUpperCase();
  if (first === EXPLAIN && laptop)
    return 'EXPLAIN needs an account (--env): the laptop has no plan';
  const reads = laptop ? READS : [...READS, EXPLAIN];
  if (first === undefined || !reads.includes(first)) {
    return `"${first ?? bare.slice(0, 20)}" does not read: query takes ${reads.join(', ')}`;
  }
  const write = WRITES.exec(bare)?.[0];
  return write === undefined ? undefined : `"${write}" writes: query only reads`;
}

/** Comments and quoted text become a blank each. */
const withoutQuoted = (sql: string): string =>
  sql.replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\//g, (part) =>
    part.startsWith("'") || part.startsWith('"') ? ' q ' : ' ',
  );
