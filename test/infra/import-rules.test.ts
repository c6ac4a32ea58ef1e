import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';
import tseslint from 'typescript-eslint';
import { importRules } from '../../lint/imports.js';

const eslint = new ESLint({
  overrideConfigFile: true,
  overrideConfig: [
    {
      files: ['**/*.ts'],
      languageOptions: { parser: tseslint.parser },
      plugins: { '@typescript-eslint': tseslint.plugin },
    },
    ...importRules,
  ],
});

async function refused(filePath: string, line: string): Promise<boolean> {
  const [result] = await eslint.lintText(`${line}\n`, { filePath });
  return (result?.messages ?? []).some(
    ({ ruleId }) => ruleId === '@typescript-eslint/no-restricted-imports',
  );
}

describe('the import rules', () => {
  it.each([
    ['lambdas/plan-run/changes.ts', "import { configFor } from '../../lib/config';"],
    ['lambdas/plan-run/handler.ts', "import { Stack } from 'aws-cdk-lib';"],
    ['lambdas/plan-run/changes.ts', "import { S3 } from '@aws-sdk/client-s3';"],
    ['lambdas/shared/gate/gate.ts', "import { S3 } from '@aws-sdk/client-s3';"],
    ['lambdas/shared/gate/gate.ts', "import { x } from '../../../lib/build/bundle';"],
    ['lib/config.ts', "import { Duration } from 'aws-cdk-lib';"],
    ['lib/config.ts', "import * as s3 from 'aws-cdk-lib/aws-s3';"],
    ['lib/storage-stack.ts', "import { plan } from '../lambdas/plan-run/plan';"],
    ['lib/constructs/stream-door.ts', "import { run } from '../../cli/run';"],
    ['local/s3/store.ts', "import { bucketName } from '../../lambdas/shared/names';"],
    ['local/s3/store.ts', "import { configFor } from '../../lib/config';"],
    ['cli/run.ts', "import { start } from '../local/runtime';"],
    ['cli/run.ts', "import { App } from 'aws-cdk-lib';"],
    ['bin/app.ts', "import { start } from '../local/runtime';"],
    ['lambdas/plan-run/plan.ts', "import { given } from '../../test/fixtures/x';"],
  ])('refuse in %s: %s', async (file, line) => {
    expect(await refused(file, line)).toBe(true);
  });

  it.each([
    ['lambdas/plan-run/handler.ts', "import { GetObjectCommand } from '@aws-sdk/client-s3';"],
    ['lambdas/plan-run/plan.ts', "import type { S3 } from '@aws-sdk/client-s3';"],
    ['lambdas/shared/clients/s3.ts', "import { S3 } from '@aws-sdk/client-s3';"],
    ['lib/storage-stack.ts', "import { bucketName } from '../lambdas/shared/names';"],
    ['lib/build/generate.ts', "import { x } from '../../lambdas/shared/models/compile';"],
    ['cli/target.ts', "import { start } from '../local/runtime';"],
    ['cli/source.ts', "import { testSource } from '../lambdas/ingest-file/ingest';"],
    ['cli/run.ts', "import { configFor } from '../lib/config';"],
    ['local/athena/ctas.ts', "import { AwsError } from '../server/errors';"],
    ['test/local/s3.test.ts', "import { start } from '../../local/runtime';"],
  ])('allow in %s: %s', async (file, line) => {
    expect(await refused(file, line)).toBe(false);
  });
});
