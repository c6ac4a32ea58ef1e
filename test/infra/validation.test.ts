import { App, NestedStack, Stack, Validations } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import cdk from '../../cdk.json' with { type: 'json' };
import { NestedValidation } from '../../lib/build/validate-nested';

function synthOf(storageClass: string): void {
  const app = new App({
    context: cdk.context,
    autoSynth: false,
    outdir: mkdtempSync(join(tmpdir(), 'validation-')),
  });
  Validations.of(app).addPlugins(new NestedValidation());
  const nested = new NestedStack(new Stack(app, 'Root'), 'Nested');
  new s3.CfnBucket(nested, 'Bucket', {
    lifecycleConfiguration: {
      rules: [{ status: 'Enabled', transitions: [{ storageClass, transitionInDays: 30 }] }],
    },
  });
  app.synth();
}

describe('the offline validation', () => {
  it('reads nested stacks too, and takes a value outside its list for an error', () => {
    expect(() => synthOf('GLACIAL')).toThrow(/GLACIAL/);
    expect(() => synthOf('GLACIER')).not.toThrow();
  });
});
