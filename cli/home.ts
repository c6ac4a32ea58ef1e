import { mkdirSync } from 'node:fs';
import path from 'node:path';

export const ROOT = path.join(import.meta.dirname, '..');

/** Where the laptop keeps everything that is no source. */
export interface Home {
  readonly dir: string;
  /** What the runtime writes: the lake itself. */
  readonly dataDir: string;
  readonly assemblies: string;
  /** Output of a detached `up`. */
  readonly log: string;
}

/** @param dir absolute or relative to the working directory; default `.sluice` in the project */
export function homeAt(dir: string | undefined): Home {
  const resolved = dir === undefined ? path.join(ROOT, '.sluice') : path.resolve(dir);
  const home = {
    dir: resolved,
    dataDir: path.join(resolved, 'data'),
    assemblies: path.join(resolved, 'assembly'),
    log: path.join(resolved, 'up.log'),
  };
  // 0700: the lake's landing zone holds records as they came
  mkdirSync(home.dataDir, { recursive: true, mode: 0o700 });
  return home;
}
