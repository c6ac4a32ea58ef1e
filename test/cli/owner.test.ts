import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { homeAt } from '../../cli/home';
import { claim, currentOwner, isConfirmed } from '../../cli/owner';
import { birthOf } from '../../local/server/process-birth';
import { takeLock } from '../../local/server/lock';
import { sluice } from './command';

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
      birth: birthOf(process.pid),
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

  it('goes to one of several that start together', async () => {
    const home = freshHome();
    writeFileSync(fileIn(home), JSON.stringify({ pid: deadPid(), verb: 'up' }));
    const owner = path.join(import.meta.dirname, '..', '..', 'cli', 'owner.ts');
    const code = `import { claim } from ${JSON.stringify(owner)};
      try { claim(${JSON.stringify(home)}, 'run'); console.log('mine'); } catch (error) { console.log(error.message); }
      setTimeout(() => {}, 30000);`;
    const starters = Array.from({ length: 4 }, () =>
      spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', code]),
    );
    onTestFinished(() => starters.forEach((starter) => void starter.kill('SIGKILL')));

    const said = await Promise.all(
      starters.map(
        ({ stdout }) =>
          new Promise<string>((resolve) => stdout.once('data', (data) => resolve(String(data)))),
      ),
    );

    expect(said.filter((line) => line.trim() === 'mine')).toHaveLength(1);
    expect(said.filter((line) => line.includes('is using the data'))).toHaveLength(3);
  }, 30_000);

  it.each(['', 'half {', '[]', '{"pid":"x"}'])('counts %j for nobody', (content) => {
    const home = freshHome();
    writeFileSync(fileIn(home), content);

    expect(currentOwner(home)).toBeUndefined();
  });
});

describe('a number that another process has got', () => {
  /** Lives on its own, and knows nothing of a lake. */
  function stranger() {
    const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)']);
    onTestFinished(() => void child.kill('SIGKILL'));
    if (child.pid === undefined) throw new Error('the stranger did not start');
    return { child, pid: child.pid };
  }
  const left = (home: ReturnType<typeof homeAt>, pid: number, birth?: string): void =>
    writeFileSync(
      fileIn(home),
      JSON.stringify({ pid, birth, verb: 'up', endpoint: 'http://127.0.0.1:1' }),
    );

  it.each([
    ['of an earlier process', birthOf(process.pid)],
    ['that nobody wrote', undefined],
  ])('owns nothing, with a birth %s', (_name, birth) => {
    const home = freshHome();
    const { pid } = stranger();
    left(home, pid, birth);

    expect(currentOwner(home)).toBeUndefined();
    claim(home, 'run');
    expect(currentOwner(home)?.pid).toBe(process.pid);
  });

  it('is not signalled by down', async () => {
    const home = freshHome();
    const { child, pid } = stranger();
    left(home, pid, birthOf(process.pid));

    const { code, out } = await sluice(['down', '--home', home.dir]);

    expect([code, out.trim()]).toEqual([0, 'nothing runs']);
    expect([child.exitCode, child.signalCode]).toEqual([null, null]);
  });

  it('does not keep the data locked', () => {
    const home = freshHome();
    const { pid } = stranger();
    writeFileSync(path.join(home.dataDir, 'lock'), `${pid} ${birthOf(process.pid) ?? ''}`);

    const lock = takeLock(home.dataDir);

    expect(() => takeLock(home.dataDir)).toThrow(`process id ${process.pid}`);
    lock.release();
  });

  it('is confirmed when its birth is the one that was written', () => {
    const home = freshHome();
    const { pid } = stranger();
    left(home, pid, birthOf(pid));

    const owner = currentOwner(home);

    expect(owner?.pid).toBe(pid);
    expect(owner !== undefined && isConfirmed(owner)).toBe(true);
  });
});
