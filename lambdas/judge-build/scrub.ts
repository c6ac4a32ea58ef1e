/** Longest message that a state, a summary or a screen shows. */
const MOST_CHARACTERS = 1000;
const HIDDEN = '…';

/**
 * An engine's message without the data it quotes: Trino puts values into its errors ("Cannot cast
 * '…' to BIGINT"). Quoted text stays only where it is a word of the model's own SQL, such as a column;
 * long digits and addresses go wherever they stand.
 * @param sql the model's SELECT
 */
export function scrubMessage(message: string, sql: string): string {
  const words = new Set(sql.toLowerCase().match(/[a-z_][a-z0-9_]*/g));
  const isOwnWord = (text: string): boolean =>
    text
      .toLowerCase()
      .split('.')
      .every((part) => words.has(part));
  const scrubbed = message
    .replace(
      /'((?:[^']|'')*)'|"([^"]*)"|`([^`]*)`/g,
      (quoted, a?: string, b?: string, c?: string) =>
        isOwnWord(a ?? b ?? c ?? '') ? quoted : `'${HIDDEN}'`,
    )
    // "Value cannot be cast to date: 2019-99-99" quotes without quotes
    .replace(
      /(cast to [\w(), ]+|[Ii]nvalid [\w ]+|\b[Vv]alue|\b[Aa]rgument|\b[Ll]iteral|\b[Ii]nput|\b[Ff]ormat): .*$/gm,
      `$1: ${HIDDEN}`,
    )
    .replace(/\S+@\S+/g, HIDDEN)
    .replace(/\d[\d ./-]{3,}\d/g, HIDDEN)
    .replace(/\d{5,}/g, HIDDEN);
  return scrubbed.slice(0, MOST_CHARACTERS);
}
