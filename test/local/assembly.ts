import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Logical ids, types and properties as a template has them. */
export type Template = Readonly<Record<string, { Type: string; Properties?: object } & object>>;

const LAMBDAS = new URL('./lambdas/', import.meta.url).pathname;

export const temporaryFolder = (): string => mkdtempSync(join(tmpdir(), 'sluice-local-'));
export const removeFolder = (path: string): void => rmSync(path, { recursive: true, force: true });

/** A cloud assembly of one root stack and one nested stack, as `cdk synth` lays it out. */
export function writeAssembly(dir: string, root: Template, nested: Template): string {
  const names = ['transform', 'archive', 'note', 'echo'];
  mkdirSync(dir, { recursive: true });
  for (const name of names) {
    mkdirSync(join(dir, `asset.${name}`), { recursive: true });
    cpSync(join(LAMBDAS, `${name}.mjs`), join(dir, `asset.${name}`, 'handler.mjs'));
  }
  const TemplateURL = { 'Fn::Join': ['', ['https://s3.amazonaws.com/assets', `/${NESTED_KEY}`]] };
  const stack = {
    Type: 'AWS::CloudFormation::Stack',
    Properties: { Parameters: { LakeName: { Ref: 'Lake' } }, TemplateURL },
  };
  write(dir, 'Root.template.json', { Resources: { ...root, Nested: stack } });
  write(dir, 'Nested.template.json', {
    Parameters: { LakeName: { Type: 'String' } },
    Resources: nested,
    Outputs: { StreamArn: { Value: { 'Fn::GetAtt': ['Stream', 'Arn'] } } },
  });
  write(dir, 'Root.assets.json', {
    files: Object.fromEntries([
      ...names.map((name) => [name, asset(`asset.${name}`, `${name}.zip`)] as const),
      ['nested', asset('Nested.template.json', NESTED_KEY)] as const,
    ]),
  });
  write(dir, 'manifest.json', {
    artifacts: {
      Root: {
        type: 'aws:cloudformation:stack',
        properties: { templateFile: 'Root.template.json' },
      },
      'Root.assets': { type: 'cdk:asset-manifest', properties: { file: 'Root.assets.json' } },
    },
  });
  return dir;
}

const NESTED_KEY = `${'0'.repeat(64)}.json`;
const asset = (path: string, objectKey: string): object => ({
  source: { path, packaging: path.endsWith('.json') ? 'file' : 'zip' },
  destinations: { current: { objectKey } },
});
const write = (dir: string, file: string, content: object): void =>
  writeFileSync(join(dir, file), JSON.stringify(content));

/** A function of test/local/lambdas. */
export const lambda = (name: string, more: object = {}, environment: object = {}) => ({
  Type: 'AWS::Lambda::Function',
  Properties: {
    FunctionName: name,
    Runtime: 'nodejs22.x',
    Handler: 'handler.handler',
    Code: { S3Bucket: 'assets', S3Key: `${name}.zip` },
    Timeout: 10,
    Environment: { Variables: environment },
    ...more,
  },
});
