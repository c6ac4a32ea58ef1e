import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { homeAt } from '../../cli/home';
import { claim, currentOwner } from '../../cli/owner';

function freshHome() {
  const dir = mkdtempSync(path.join(tmpdir(), 'sluice-home-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return homeAt(dir);
}
const fileIn = (home: ReturnType<typeof homeAt>): string => path.join(home.dir, 'owner.json');
/** A process id that was used and is free again. */
const deadPid = (): number => spawnSync(process.execPath, ['-e', '']).pid;

describe('claim', () => {
  it('makes the process the owner until it lets go', () => {
    const home = freshHome();
    const mine = claim(home, 'run');
    mine.announce({ endpoint: 'http://127.0.0.1:1', assembly: 'abc' });

    expect(currentOwner(home)).toEqual({
      pid: process.pid,
      verb: 'run',
      endpoint: 'http://127.0.0.1:1',
      assembly: 'abc',
    });
    mine.release();
    expect(currentOwner(home)).toBeUndefined();
  });

  it('is refused while the owner lives, naming it', () => {
    const home = freshHome();
    claim(home, 'up');

    expect(() => claim(home, 'run')).toThrow(
      `"sluice up" (process ${process.pid}) is using the data`,
    );
  });

  it('takes over from a process that is gone', () => {
    const home = freshHome();
    writeFileSync(fileIn(home), JSON.stringify({ pid: deadPid(), verb: 'up' }));

    expect(currentOwner(home)).toBeUndefined();
    claim(home, 'run');
    expect(readFileSync(fileIn(home), 'utf8')).toContain(`"pid":${process.pid}`);
  });

  it.each(['', 'half {', '[]', '{"pid":"x"}'])('counts %j for nobody', (content) => {
    const home = freshHome();
    writeFileSync(fileIn(home), content);

    expect(currentOwner(home)).toBeUndefined();
  });
});
