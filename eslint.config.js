import { importRules } from './lint/imports.js';
import tseslint from 'typescript-eslint';

const focusedOrSkipped = {
  selector:
    'CallExpression[callee.object.name=/^(describe|it|test|suite)$/][callee.property.name=/^(only|skip|todo|fails)$/]',
  message: 'a focused or skipped test hides a failure: use skipIf with the reason in the name',
};
const castOfParsedInput = {
  selector:
    "TSAsExpression[typeAnnotation.type!='TSUnknownKeyword'] > CallExpression[callee.object.name='JSON'][callee.property.name='parse']",
  message: 'parsed input is unknown until something has checked it: narrow it, do not cast it',
};
const environment = {
  object: 'process',
  property: 'env',
  message: 'read the environment in a handler, lambdas/shared/env or bin/app.ts only',
};

const counted = { skipBlankLines: true, skipComments: true };
const sizes = (files, module, fn) => ({
  files: [files],
  rules: {
    'max-lines': ['error', { max: module, ...counted }],
    'max-lines-per-function': ['error', { max: fn, ...counted }],
  },
});

export default tseslint.config(
  {
    ignores: ['node_modules/', 'cdk.out*/', '.build/', '.sluice/', 'coverage/', 'test/fixtures/'],
  },
  // Inline switches would make every rule below optional.
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      eqeqeq: 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      'no-restricted-syntax': ['error', castOfParsedInput],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      // Objects here are closures over their state: no method looks at `this`.
      '@typescript-eslint/unbound-method': 'off',
      // Interfaces of services and event sources are asynchronous whether or not one answer is.
      '@typescript-eslint/require-await': 'off',
    },
  },
  // A factory of closures and a stack's constructor count what stands inside them.
  sizes('{bin,lambdas,cli,local}/**/*.ts', 150, 60),
  sizes('lib/**/*.ts', 180, 60),
  {
    files: ['{lib,lambdas}/**/*.ts'],
    ignores: ['lambdas/*/handler.ts', 'lambdas/shared/{clients,env}.ts'],
    rules: { 'no-restricted-properties': ['error', environment] },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      'no-restricted-syntax': ['error', castOfParsedInput, focusedOrSkipped],
    },
  },
  {
    // Requests of any shape are turned to text for answers and messages.
    files: ['local/**/*.ts'],
    rules: { '@typescript-eslint/no-base-to-string': 'off' },
  },
  {
    files: ['**/*.{js,mjs}'],
    rules: {
      eqeqeq: 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      'no-unused-vars': 'error',
    },
  },
  ...importRules,
);
