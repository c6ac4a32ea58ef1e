import { defineConfig } from 'vitest/config';

/** What wrong money would come from: each is held to the bounds by itself. */
const COVERED = ['gate', 'models', 'ledger'].map((part) => `lambdas/shared/${part}/**/*.ts`);

const TEMPLATES = ['test/infra/*.test.ts', 'test/cost/*.test.ts'];

export default defineConfig({
  test: {
    environment: 'node',
    globalSetup: 'test/temporary-folder.ts',
    projects: [
      {
        extends: true,
        // Pure facts about templates: files share a worker's modules, so that each template is made once.
        test: { name: 'templates', include: TEMPLATES, isolate: false },
      },
      { extends: true, test: { name: 'lake', include: ['test/**/*.test.ts'], exclude: TEMPLATES } },
    ],
    env: {
      // The offline template validator takes seconds to start; `.ci/run` has a step of its own for it.
      CDK_VALIDATION: 'false',
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    },
    // Of two cores, the default would leave one idle.
    maxWorkers: '100%',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    coverage: {
      provider: 'v8',
      include: COVERED,
      reporter: ['text', 'json-summary'],
      thresholds: Object.fromEntries(COVERED.map((files) => [files, { lines: 90, branches: 85 }])),
    },
  },
});
