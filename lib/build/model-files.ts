import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ModelFile } from '../../lambdas/shared/models/draft';
import { MODEL_LAYERS } from '../../lambdas/shared/models/model';

/** Every model of `sql/`, in the order of layers and names; a layer without a folder has none. */
export const modelFilesIn = (root: string): readonly ModelFile[] =>
  MODEL_LAYERS.map((layer) => `sql/${layer}`)
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) =>
      readdirSync(join(root, folder))
        .filter((name) => name.endsWith('.sql'))
        .sort()
        .map((name) => ({
          file: `${folder}/${name}`,
          text: readFileSync(join(root, folder, name), 'utf8'),
        })),
    );
