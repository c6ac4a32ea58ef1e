import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, cpSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const arn = (name: string): string => `arn:aws:cloudwatch:eu-west-1:111122223333:alarm:${name}`;
const line = (name: string, state: string, since: string): string =>
  [name, state, since, arn(name)].join('\t');
const LONG_AGO = '2020-01-01T00:00:00.000000+00:00';
const AFTER_THE_START = '2999-01-01T00:00:00.000000+00:00';

interface Ran {
  readonly code: number | null;
  readonly out: string;
  /** Calls of the commands that were stood in for, one a line. */
  readonly calls: readonly string[];
}

/** Runs a script of `.ci` with stand-ins for the commands that reach an account or take long. */
function run(
  script: readonly string[],
  commands: Readonly<Record<string, string>>,
  variables: Readonly<Record<string, string>> = {},
): Ran {
  const dir = mkdtempSync(join(tmpdir(), 'delivery-'));
  const log = join(dir, 'calls');
  writeFileSync(log, '');
  cpSync(join(root, '.ci'), join(dir, '.ci'), { recursive: true });
  mkdirSync(join(dir, 'bin'));
  for (const [name, body] of Object.entries({ sleep: '', ...commands })) {
    const file = join(dir, 'bin', name);
    writeFileSync(file, `#!/bin/bash\necho "${name} $*" >> ${log}\n${body}\n`);
    chmodSync(file, 0o755);
  }
  const [name = '', ...args] = script;
  const { status, stdout } = spawnSync(join(dir, '.ci', name), args, {
    encoding: 'utf8',
    env: { ...variables, PATH: `${join(dir, 'bin')}:/usr/bin:/bin` },
  });
  return {
    code: status,
    out: stdout,
    calls: readFileSync(log, 'utf8').split('\n').filter(Boolean),
  };
}

/** `npx` whose synth leaves a template that holds these alarms. */
const synthWith = (...names: readonly string[]): string => {
  const resources = names.map((AlarmName) => ({ Properties: { AlarmName } }));
  const template = JSON.stringify({ resources });
  return `[ "$2" = synth ] || exit 0
mkdir -p cdk.out/deploy-prod && echo '${template}' > cdk.out/deploy-prod/Sluice.template.json`;
};
const says = (...lines: readonly string[]): string => `printf '%s\\n' '${lines.join("' '")}'`;
const deployed = ({ calls }: Ran): string | undefined =>
  calls.find((call) => call.startsWith('npx cdk deploy'));

describe('.ci/deploy', () => {
  const [calm, rings, goes] = ['sluice-prod-a', 'sluice-prod-b', 'sluice-prod-c'];
  const aws = says(
    line(calm, 'OK', LONG_AGO),
    line(rings, 'ALARM', LONG_AGO),
    line(goes, 'OK', LONG_AGO),
  );

  it('goes back by alarms that do not ring yet and that the new templates still hold', () => {
    const ran = run(['deploy', 'prod'], { aws, npx: synthWith(calm, rings) });

    expect(ran.code).toBe(0);
    expect(deployed(ran)).toContain(`--rollback-trigger-alarm-arns=${arn(calm)} --monitoring`);
    expect(deployed(ran)).not.toMatch(new RegExp(`${rings}|${goes}`));
  });

  it('without a guard takes those of the deployment before away, and asks for none', () => {
    const ran = run(['deploy', 'prod', '--unguarded'], { aws, npx: synthWith(calm) });

    expect(deployed(ran)).toMatch(/--rollback-trigger-alarm-arns none$/);
    expect(ran.calls.filter((call) => call.startsWith('aws'))).toEqual([]);
  });

  it('tells the templates who is told of alarms', () => {
    const ran = run(
      ['deploy', 'prod'],
      { aws, npx: synthWith(calm) },
      { PAGE_EMAILS: 'a@example.com,b@example.com', INFO_EMAILS: '' },
    );
    const synth = ran.calls.find((call) => call.startsWith('npx cdk synth'));

    expect(synth).toContain('--context pageEmails=a@example.com,b@example.com ');
    expect(synth).toContain('--context infoEmails= ');
  });

  it('is not guarded the first time, when there are no alarms', () => {
    const ran = run(['deploy', 'prod'], { aws: says(''), npx: synthWith(calm) });

    expect(deployed(ran)).toMatch(/--rollback-trigger-alarm-arns none$/);
  });

  it('does not deploy when it may not look at the alarms', () => {
    const ran = run(['deploy', 'prod'], { aws: 'exit 254', npx: synthWith(calm) });

    expect(ran.code).not.toBe(0);
    expect(deployed(ran)).toBeUndefined();
  });
});

describe('.ci/smoke', () => {
  /** `sluice run` that ends with these codes, one after the other, and then well. */
  const runs = (...codes: readonly number[]): string => `case "$2" in
produce) cat > taken ;;
run) n=$(cat tries 2>/dev/null || echo 0); echo $((n + 1)) > tries
  codes=(${codes.join(' ')}); exit "\${codes[$n]:-0}" ;;
esac`;
  const quiet = says(line('sluice-prod-a', 'OK', LONG_AGO));
  const smoke = (node: string, aws = quiet): Ran => run(['smoke', 'prod'], { aws, node });
  const triesOf = ({ calls }: Ran): number =>
    calls.filter((call) => call.includes('sluice.mjs run')).length;

  it('waits for a run that goes on, and tries again', () => {
    const ran = smoke(runs(4, 4));

    expect(ran.code).toBe(0);
    expect(triesOf(ran)).toBe(3);
  });

  it('gives up after half an hour, with the code of what could not be tried', () => {
    const ran = smoke(runs(...Array.from({ length: 100 }, () => 4)));

    expect(ran.code).toBe(4);
    expect(triesOf(ran)).toBe(31);
  });

  it('fails with the run', () => {
    expect(smoke(runs(1)).code).toBe(1);
  });

  it('fails when an alarm came to ring, not when one rang before', () => {
    const since = (at: string): string => says(line('sluice-prod-a', 'ALARM', at));

    expect(smoke(runs(), since(AFTER_THE_START)).code).toBe(1);
    expect(smoke(runs(), since(LONG_AGO)).code).toBe(0);
  });

  it('fails when it may not look at the alarms', () => {
    expect(smoke(runs(), 'exit 254').code).not.toBe(0);
  });
});
