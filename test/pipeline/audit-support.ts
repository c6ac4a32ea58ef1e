import type { TestModel } from './support/engine';
import type { TestLake } from './support/lake';
import { emptyLakes } from './support/setup';

export const lakeOf = emptyLakes();

/** Replaces what one model does. */
export function change(lake: TestLake, name: string, over: Partial<TestModel>): void {
  lake.models = lake.models.map((model) => (model.name === name ? { ...model, ...over } : model));
}
