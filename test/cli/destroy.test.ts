import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { remainsOf } from '../../cli/destroy/remains';
import { sourceOf } from '../../cli/cost/source';
import { sluice, tempHome } from './command';

const PLACE = { env: 'prod', account: '111122223333', region: 'eu-west-1' };
const remainsIn = async (env: string) =>
  remainsOf((await sourceOf({ env })).resources, { ...PLACE, env });

describe('destroy', () => {
  it('on the laptop points to reset', async () => {
    const ran = await sluice(['destroy', '--home', tempHome()]);

    expect(ran.code).toBe(5);
    expect(ran.err).toContain('npx sluice reset');
  });

  it('of prod names every bucket, table, stream and key that stays, each with its commands', async () => {
    const remains = await remainsIn('prod');
    const whats = remains.map(({ what }) => what);

    for (const role of ['lake', 'landing', 'archive']) {
      expect(whats).toContain(`bucket sluice-prod-${role}-111122223333-eu-west-1`);
    }
    expect(whats).toContain('table sluice-prod-ledger');
    expect(whats).toContain('stream sluice-prod-transactions');
    expect(whats.filter((what) => what.startsWith('key '))).toHaveLength(3);
    for (const { what, remove } of remains) expect(remove, what).not.toEqual([]);
  });

  it('knows a command for every type of resource that any environment keeps', async () => {
    for (const env of ['staging', 'prod']) {
      const remains = await remainsIn(env);

      expect(remains.filter(({ what }) => what.startsWith('AWS::'))).toEqual([]);
    }
  });

  it('empties every bucket that keeps versions of them, and passes locks where there are some', async () => {
    const buckets = (await remainsIn('prod')).filter(({ what }) => what.startsWith('bucket '));

    expect(buckets.length).toBeGreaterThanOrEqual(6);
    for (const { what, why, remove } of buckets) {
      const all = remove.join('\n');
      expect(all, what).toContain('list-object-versions');
      expect(all.includes('--bypass-governance-retention'), what).toBe(why.includes('locked'));
      expect(all, what).not.toContain('s3 rm');
    }
  });

  it.each([
    ['ends when nothing is left', 'null', 3],
    ['ends with the first refusal', '"Access Denied"', 1],
  ])('a loop that empties a bucket %s', async (_, answer, rounds) => {
    const [bucket] = (await remainsIn('prod')).filter(({ what }) => what.startsWith('bucket '));
    const loop = bucket?.remove.find((command) => command.startsWith('until')) ?? '';
    const dir = tempHome();
    // Three thousands of versions lie there; each deletion is written down.
    const aws = `aws() { case "$2" in
list-object-versions) case "$*" in
  *'max-items 1 '*) echo $((3 - $(cat ${dir}/gone | wc -l))) ;;
  *) echo '{}' ;;
  esac ;;
delete-objects) cat > ${dir}/asked; echo gone >> ${dir}/gone; echo '${answer}' ;;
esac; }`;
    writeFileSync(join(dir, 'gone'), '');

    const { signal } = spawnSync('bash', ['-c', `${aws}\n${loop}`], { timeout: 20_000 });

    expect(signal).toBeNull();
    expect(readFileSync(join(dir, 'gone'), 'utf8')).toBe('gone\n'.repeat(rounds));
  });

  it('of dev says that keys wait and what the stack never owned', async () => {
    const remains = await remainsIn('dev');
    const keys = remains.filter(({ what }) => what.startsWith('key '));

    expect(keys).toHaveLength(3);
    for (const { why } of keys) expect(why).toMatch(/^(pending for 30 days|without it)/);
    expect(remains.at(-1)?.what).toContain('silver and gold');
  });
});
