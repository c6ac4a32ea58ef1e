/** A fault in AWS's shape: clients see `code` as the error's name and `message` as its text. */
export class AwsError extends Error {
  constructor(
    readonly code: string,
    message: string,
    /** HTTP status. */
    readonly status = 400,
    /** Further members of the error's body, e.g. `existingVersion`. */
    readonly members: Readonly<Record<string, unknown>> = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = code;
  }
}

/** The error of a call that the laptop runtime does not serve. It names the call, so that nobody has to guess. */
export const unsupported = (call: string): AwsError =>
  new AwsError(
    'UnknownOperationException',
    `the laptop runtime does not serve ${call}; it serves only the calls that Sluice's own artefacts and clients make`,
  );
