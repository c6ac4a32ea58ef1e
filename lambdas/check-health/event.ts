/** `ledger` is cheap and frequent; `tables` asks Athena once and reads every claim. */
export const LOOKS = ['ledger', 'tables'] as const;
export type LookName = (typeof LOOKS)[number];

/** @throws Error that lists what can be looked at */
export function parseLook(event: unknown): LookName {
  const asked: unknown =
    typeof event === 'object' && event !== null && 'look' in event ? event.look : undefined;
  const look = LOOKS.find((known) => known === asked);
  if (look === undefined) {
    throw new Error(`event without a look: send {"look": "${LOOKS.join('"} or {"look": "')}"}`);
  }
  return look;
}
