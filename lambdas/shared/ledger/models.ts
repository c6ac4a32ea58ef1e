import { type Blocks, blocksOf, wordsOf } from './blocks';
import type { Fields } from './fields';
import type { ModelItem } from './items';
import type { Table } from './table';

export type Pending = NonNullable<ModelItem['pending']>;

export interface ModelStates {
  /** The states of the named models that have one. */
  of(models: readonly string[]): Promise<ReadonlyMap<string, ModelItem>>;
  /** Every retained slice is built with this fingerprint: nothing is pending any more. */
  settle(model: string, fingerprint: string): Promise<void>;
  refreshed(model: string, day: string): Promise<void>;
  setPending(model: string, pending: Pending): Promise<void>;
  /** Names a build whose slices are about to change in the ledger, then in Glue. */
  beginPublishing(model: string, build: string): Promise<void>;
  /** Glue agrees with the ledger for this build. */
  endPublishing(model: string, builds: readonly string[]): Promise<void>;
  /** Remembers that checks stopped slices, by slice. */
  addBlocked(model: string, blocks: Blocks): Promise<void>;
  /** Forgets exactly these. */
  removeBlocked(model: string, blocks: Blocks): Promise<void>;
}

const keyOf = (model: string) => ({ pk: `model#${model}`, sk: 'state' });

export const modelStatesOf = (table: Table): ModelStates => {
  const set = async (model: string, name: string, value: string): Promise<void> => {
    await table.update(keyOf(model), {
      update: 'SET #model = :model, #name = :value',
      expression: '',
      names: { '#model': 'model', '#name': name },
      values: { ':model': model, ':value': value },
    });
  };
  const members = async (
    verb: 'ADD' | 'DELETE',
    model: string,
    name: 'publishing' | 'blocked',
    words: readonly string[],
  ): Promise<void> => {
    if (words.length === 0) return;
    await table.update(keyOf(model), {
      update: `SET #model = :model ${verb} #name :words`,
      expression: '',
      names: { '#model': 'model', '#name': name },
      values: { ':model': model },
      sets: { ':words': words },
    });
  };
  return {
    async of(models) {
      const items = await table.batchGet(models.map(keyOf));
      return new Map(items.map((item) => [item.text('model'), modelOf(item)]));
    },

    async settle(model, fingerprint) {
      await table.update(keyOf(model), {
        update: 'SET #model = :model, fingerprint = :fingerprint REMOVE pending',
        expression: '',
        names: { '#model': 'model' },
        values: { ':model': model, ':fingerprint': fingerprint },
      });
    },

    refreshed: (model, day) => set(model, 'refreshedFor', day),

    async setPending(model, pending) {
      await table.update(keyOf(model), {
        update: 'SET #model = :model, pending = :pending',
        expression: '',
        names: { '#model': 'model' },
        values: { ':model': model, ':pending': { ...pending } },
      });
    },

    beginPublishing: (model, build) => members('ADD', model, 'publishing', [build]),
    endPublishing: (model, builds) => members('DELETE', model, 'publishing', builds),
    addBlocked: (model, blocks) => members('ADD', model, 'blocked', wordsOf(blocks)),
    removeBlocked: (model, blocks) => members('DELETE', model, 'blocked', wordsOf(blocks)),
  };
};

function modelOf(item: Fields): ModelItem {
  const fingerprint = item.optionalText('fingerprint');
  const refreshedFor = item.optionalText('refreshedFor');
  const pending = item.nested('pending');
  return {
    model: item.text('model'),
    ...(fingerprint !== undefined && { fingerprint }),
    ...(refreshedFor !== undefined && { refreshedFor }),
    ...(pending && { pending: pendingOf(pending) }),
    publishing: item.texts('publishing'),
    blocked: blocksOf(item),
  };
}

const pendingOf = (item: Fields): Pending => ({
  fingerprint: item.text('fingerprint'),
  dollars: item.number('dollars'),
  approved: item.flag('approved'),
});
