/** `warn`: works, but not as it should; `unknown`: could not be looked at. */
export type Verdict = 'ok' | 'warn' | 'bad' | 'unknown';

export interface Finding {
  readonly check: string;
  readonly verdict: Verdict;
  readonly says: string;
  /** What to do, a command where there is one. */
  readonly fix?: string;
}
export type Checked = Omit<Finding, 'check'>;

export const ok = (says: string): Checked => ({ verdict: 'ok', says });
export const warn = (says: string, fix: string): Checked => ({ verdict: 'warn', says, fix });
export const bad = (says: string, fix: string): Checked => ({ verdict: 'bad', says, fix });

const DENIED = /AccessDenied|NotAuthorized|Unauthorized|Forbidden/i;

/** Runs a check. What may not be looked at is not known; any other fault is a finding of its own. */
export async function checked(
  check: string,
  work: () => Promise<Checked> | Checked,
): Promise<Finding> {
  try {
    return { check, ...(await work()) };
  } catch (error) {
    const name = nameOf(error);
    const message = error instanceof Error ? error.message : String(error);
    if (DENIED.test(name)) {
      return {
        check,
        verdict: 'unknown',
        says: `these credentials may not look: ${message}`,
        fix: 'look with the role that deploys',
      };
    }
    return { check, verdict: 'bad', says: `${name}: ${message}`, fix: 'see the message' };
  }
}

export const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown');

/** The HTTP status of an AWS answer. */
export function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('$metadata' in error)) return undefined;
  const { $metadata } = error;
  if (typeof $metadata !== 'object' || $metadata === null) return undefined;
  return 'httpStatusCode' in $metadata ? Number($metadata.httpStatusCode) : undefined;
}
