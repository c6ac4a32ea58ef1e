import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** All that tests and their children write elsewhere lies in one folder, which goes when they end. */
export default function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-tests-'));
  process.env.TMPDIR = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
