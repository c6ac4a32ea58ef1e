import { App } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import cdk from '../../cdk.json' with { type: 'json' };
import { membersOf } from '../../lambdas/shared/members';
import { rootStackName } from '../../lambdas/shared/names';
import type { Config } from '../config';
import { SluiceStack } from '../sluice-stack';

/** A resource as a template holds it; CloudFormation's functions are not resolved. */
export interface TemplateResource {
  readonly stack: string;
  readonly id: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  /** CloudFormation keeps it when the stack goes. */
  readonly kept: boolean;
}

/**
 * All resources of an environment, from templates synthesized in this process with a stub in place of each
 * bundle: a second or two, no AWS, nothing written but a folder that is gone afterwards.
 */
export function resourcesOf(config: Config): readonly TemplateResource[] {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-templates-'));
  try {
    const [stub, outdir] = [join(folder, 'stub'), join(folder, 'out')];
    mkdirSync(stub);
    writeFileSync(join(stub, 'handler.mjs'), 'export const handler = async () => undefined;\n');
    const app = new App({ context: cdk.context, autoSynth: false, outdir });
    new SluiceStack(app, rootStackName(config.env), { config, codeOf: () => Code.fromAsset(stub) });
    app.synth();
    return readdirSync(outdir)
      .filter((file) => file.endsWith('.template.json'))
      .sort()
      .flatMap((file) => read(outdir, file));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function read(folder: string, file: string): readonly TemplateResource[] {
  const template: unknown = JSON.parse(readFileSync(join(folder, file), 'utf8'));
  return Object.entries(membersOf(membersOf(template).Resources)).map(([id, value]) => {
    const { Type, Properties, DeletionPolicy } = membersOf(value);
    return {
      stack: file.replace(/\.(nested\.)?template\.json$/, ''),
      id,
      type: String(Type),
      properties: membersOf(Properties),
      kept: DeletionPolicy === 'Retain' || DeletionPolicy === 'RetainExceptOnCreate',
    };
  });
}
