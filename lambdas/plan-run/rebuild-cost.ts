import type { PipelineSettings } from '../shared/settings';
import { estimateOf } from './estimate';
import type { InputsBook } from './listing';
import type { ChangedModel } from './pending';
import { joinDays } from './pins';
import { bronzeRead } from './reads';
import type { Candidate } from './candidates';
import { type News, touchedByModel } from './touch';
import type { World } from '../shared/plans/world';

interface Place {
  readonly world: World;
  readonly book: InputsBook;
  readonly news: News;
  readonly settings: PipelineSettings;
}

/** US dollars to rebuild what is left of a changed model, and every slice that reads it. */
export async function rebuildDollars(
  { model, remaining }: ChangedModel,
  { world, book, news, settings }: Place,
): Promise<number> {
  const touched = touchedByModel(world, {
    ...news,
    changed: { run: {}, daily: {} },
    due: new Set(),
    extra: { [model.name]: remaining },
  });
  const slices = [...world.models.values()].flatMap((one) =>
    [...(touched.get(one.name) ?? [])].map((slice): Candidate => ({
      model: one,
      slice,
      signature: '',
      hasInputs: true,
      isStale: true,
    })),
  );
  const inputs = await book.need(
    joinDays(slices.map((one) => bronzeRead(one.model, one.slice, world))),
  );
  return estimateOf(slices, { world, inputs }, settings).dollars;
}
