import type { ModelItem } from '../shared/ledger/items';
import type { Ledger } from '../shared/ledger/ledger';
import type { BlockedSlices } from '../shared/plans/checks';
import type { States } from '../shared/plans/world';

export type ModelStates = ReadonlyMap<string, ModelItem>;
type Blocks = Readonly<Record<string, string>>;

/** The states of models with what their slices, where they were read, say is blocked. */
export function withBlocks(remembered: ModelStates, slices: States): ModelStates {
  const read = [...slices].map(([model, states]): [string, ModelItem] => {
    const blocked = Object.fromEntries(
      [...states.values()].flatMap(({ slice, blocked: why }): [string, string][] =>
        why === undefined ? [] : [[slice, why.checks ?? '']],
      ),
    );
    return [model, { ...remembered.get(model), model, blocked }];
  });
  return new Map([...remembered, ...read]);
}

/** A crash between a slice and its model leaves them apart; the slices are the truth. */
export async function rememberBlocks(
  { models }: Ledger,
  remembered: ModelStates,
  found: ModelStates,
): Promise<void> {
  for (const [model, { blocked: now = {} }] of found) {
    const before = remembered.get(model)?.blocked ?? {};
    await models.addBlocked(model, differing(now, before));
    await models.removeBlocked(model, differing(before, now));
  }
}

const differing = (all: Blocks, others: Blocks): Blocks =>
  Object.fromEntries(Object.entries(all).filter(([slice, checks]) => others[slice] !== checks));

/** What a run that builds nothing says of slices that audits stopped; undefined when none stands. */
export function blocksMessage(blocks: readonly BlockedSlices[]): string | undefined {
  if (blocks.length === 0) return undefined;
  const tables = blocks.map(
    ({ model, slices }) =>
      `${slices.length} ${slices.length === 1 ? 'slice' : 'slices'} of ${model}`,
  );
  const example = blocks[0]?.model ?? '<model>';
  return (
    `nothing has changed, and an audit still blocks ${tables.join(', ')}: older rows stay. ` +
    'Fix the data or the check and run again; to judge the same once more: ' +
    `npx sluice apply ${example}, or npx sluice run --dates <days>`
  );
}
