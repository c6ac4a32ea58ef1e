import { MODEL_LAYERS } from '../lambdas/shared/models/model';

/** Layers that people and statements read, in the order data flows. */
export const READABLE_LAYERS = ['bronze', ...MODEL_LAYERS, 'ops'] as const;

const objectsOf = (layer: string): string => `${layer}/*`;
/** Keys of the lake that runs write and move. */
export const PUBLISHED_OBJECTS: readonly string[] = MODEL_LAYERS.map(objectsOf);
export const READABLE_OBJECTS: readonly string[] = READABLE_LAYERS.map(objectsOf);

/** Every table of the layers that runs publish. */
export const PUBLISHED_TABLES: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  MODEL_LAYERS.map((layer) => [layer, ['*']]),
);
