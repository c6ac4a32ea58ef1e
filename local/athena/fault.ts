/**
 * A statement that Athena would refuse or fail. `code` is Trino's error name (docs: trino.io, "StandardErrorCode"),
 * `message` starts with it, as Athena's StateChangeReason does.
 */
export class AthenaFault extends Error {
  constructor(
    readonly code: string,
    /** The message without the code. */
    readonly detail: string,
    options?: ErrorOptions,
  ) {
    super(`${code}: ${detail}`, options);
    this.name = 'AthenaFault';
  }
}

/** `line 3:14: ` for a position in the statement's text. */
export function place(sql: string, at: number): string {
  const before = sql.slice(0, at).split('\n');
  return `line ${before.length}:${(before.at(-1) ?? '').length + 1}: `;
}
