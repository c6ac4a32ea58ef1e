import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ENVIRONMENTS, configFor } from '../../lib/config';

const root = join(import.meta.dirname, '../..');

function synth(context: Readonly<Record<string, unknown>>) {
  return spawnSync(process.execPath, ['--import', 'tsx', 'bin/app.ts'], {
    cwd: root,
    encoding: 'utf8',
    env: {
      ...process.env,
      CDK_CONTEXT_JSON: JSON.stringify(context),
      CDK_OUTDIR: mkdtempSync(join(tmpdir(), 'app-')),
    },
  });
}

describe('the app', () => {
  it.each([
    ['no environment', {}, 'no environment given'],
    ['an unknown environment', { env: 'production' }, 'unknown environment "production"'],
    ['a key without its value', { env: true }, 'unknown environment true'],
  ])('refuses %s and lists the valid ones', (_, context, message) => {
    const { status, stderr } = synth(context);

    expect(status).toBe(1);
    expect(stderr).toContain(message);
    expect(stderr).toContain('dev, staging, prod');
  });
});

describe('the configuration', () => {
  it.each([undefined, '', 'Prod', 'constructor', 3])('has no environment %j', (env) => {
    expect(() => configFor(env)).toThrow('dev, staging, prod');
  });

  it.each(ENVIRONMENTS)('of %s holds values that AWS accepts', (env) => {
    const config = configFor(env);

    expect(config.env).toBe(env);
    expect(config.tags.Environment).toBe(env);
    // Firehose converts to Parquet from buffers of 64 to 128 MB and 60 to 900 seconds.
    expect(config.delivery.bufferMb).toBeGreaterThanOrEqual(64);
    expect(config.delivery.bufferMb).toBeLessThanOrEqual(128);
    expect(config.delivery.bufferSeconds).toBeGreaterThanOrEqual(60);
    expect(config.delivery.bufferSeconds).toBeLessThanOrEqual(900);
    // Athena opens at most 100 partitions in a statement.
    expect(config.pipeline.slicesPerBatch).toBeLessThanOrEqual(100);
    // Firehose keeps 500 partitions open; the window bounds how many days arrive at a time.
    expect(config.gate.window.transactionDays).toBeLessThan(500);
    for (const { retentionHours } of config.streams) {
      expect(retentionHours).toBeGreaterThanOrEqual(24);
      expect(retentionHours).toBeLessThanOrEqual(8760);
    }
  });

  it('keeps data in prod, and takes no uploaded mapping there', () => {
    expect(configFor('prod').keepData).toBe(true);
    expect(ENVIRONMENTS.filter((env) => configFor(env).gate.uploadedMappings)).toEqual(['dev']);
  });
});
