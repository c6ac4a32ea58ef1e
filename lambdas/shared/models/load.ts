import { readFileSync } from 'node:fs';
import { ownJson } from '../own-json';
import type { CompiledModels, Model } from './model';

/**
 * The compiled models that lie beside the handler's code.
 * @param place `import.meta.url` of the handler
 */
export function loadModels(place: string): CompiledModels {
  return ownJson(readFileSync(new URL('./models.json', place), 'utf8'), 'models.json');
}

/** @throws Error when a running execution names a model that a newer deployment no longer has */
export function modelNamed({ models }: CompiledModels, name: string): Model {
  const model = models.find((one) => one.name === name);
  if (model === undefined) {
    throw new Error(
      `model ${name} is not in this deployment: it was deployed anew during the run; run again`,
    );
  }
  return model;
}
