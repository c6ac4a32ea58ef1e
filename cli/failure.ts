/** What `sluice` exits with; `sluice --help` prints this table. */
export const EXIT = {
  ok: 0,
  failed: 1,
  usage: 2,
  unavailable: 3,
  busy: 4,
  refused: 5,
  interrupted: 130,
} as const;
export type Outcome = keyof typeof EXIT;

export const EXIT_MEANINGS: Readonly<Record<Outcome, string>> = {
  ok: 'done',
  failed: 'it was tried and failed: a run, a load, a statement, a lint',
  usage: 'the command line is wrong',
  unavailable: 'not found or not reachable: a file, a table, an account, the laptop runtime',
  busy: 'another process holds the data, or a run is going on',
  refused:
    'not allowed: writing by query, deleting without --yes, an account where only the laptop may',
  interrupted: 'stopped by Ctrl-C',
};

/** Something the user has to know about, with the next step. */
export class Failure extends Error {
  override readonly name = 'Failure';
  constructor(
    readonly outcome: Outcome,
    message: string,
    /** What to do now, e.g. a command to type. */
    readonly next?: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
