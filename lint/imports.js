/**
 * Who may import whom, one entry per folder. A later entry replaces an earlier one for the files it names,
 * so an exception repeats the part of its folder's rule that still holds.
 */
const anyOf = (...rooms) => rooms.flatMap((room) => [`**/${room}/*`, `**/${room}/**`]);

const deny = {
  cdk: {
    group: ['aws-cdk-lib', 'aws-cdk-lib/*', 'constructs', 'cdk-nag'],
    message: 'aws-cdk-lib belongs in lib: move what both sides need to lambdas/shared',
  },
  sdk: {
    group: ['@aws-sdk/*'],
    allowTypeImports: true,
    message:
      'clients are made in lambdas/shared/clients; a pure file takes what it needs as a parameter',
  },
  lib: { group: anyOf('lib'), message: 'the infrastructure is not a library: use lambdas/shared' },
  handlers: {
    regex: '(^|/)lambdas/(?!shared(/|$))',
    message: 'lib may import lambdas/shared, never a handler',
  },
  cli: { group: anyOf('cli'), message: 'nothing depends on the command line' },
  local: {
    group: anyOf('local'),
    message: 'only cli/target.ts, cli/owner.ts and tests may know the laptop runtime',
  },
  lambdas: {
    group: anyOf('lambdas'),
    message: 'the laptop runtime knows templates and bundles only, never our sources',
  },
  tests: { group: anyOf('test'), message: 'product code does not import tests' },
};

const rule = (files, names, ignores = []) => ({
  files,
  ignores,
  rules: {
    '@typescript-eslint/no-restricted-imports': [
      'error',
      { patterns: names.map((name) => deny[name]) },
    ],
  },
});

export const importRules = [
  rule(['bin/**/*.ts'], ['cli', 'local', 'tests']),
  rule(['lib/**/*.ts'], ['cli', 'local', 'handlers', 'tests', 'sdk']),
  rule(['lib/config.ts'], ['cdk', 'cli', 'local', 'handlers', 'tests', 'sdk']),
  rule(
    ['lambdas/**/*.ts'],
    ['cdk', 'lib', 'cli', 'local', 'tests', 'sdk'],
    ['lambdas/*/handler.ts', 'lambdas/shared/clients/*.ts'],
  ),
  rule(
    ['lambdas/*/handler.ts', 'lambdas/shared/clients/*.ts'],
    ['cdk', 'lib', 'cli', 'local', 'tests'],
  ),
  rule(['local/**/*.ts'], ['cdk', 'lib', 'cli', 'lambdas', 'tests']),
  rule(['cli/**/*.ts'], ['cdk', 'local', 'tests'], ['cli/target.ts', 'cli/owner.ts']),
  rule(['cli/target.ts', 'cli/owner.ts'], ['cdk', 'tests']),
];
