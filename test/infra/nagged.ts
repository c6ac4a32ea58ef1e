import { App, CfnResource, Stack, Validations, type IPolicyValidationPlugin } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { IConstruct } from 'constructs';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import cdk from '../../cdk.json' with { type: 'json' };
import { rootStackName } from '../../lambdas/shared/names';
import { rulePacks } from '../../lib/compliance/packs';
import { configFor, type EnvName } from '../../lib/config';
import { SluiceStack } from '../../lib/sluice-stack';

const stub = join(import.meta.dirname, '../fixtures/infra/stub');
const ACKNOWLEDGED = Validations.ACKNOWLEDGED_RULES_METADATA_KEY;

export interface Nagged {
  /** `<rule id> <path>` of all that the packs find. */
  readonly all: readonly string[];
  /** What of it nobody acknowledged. */
  readonly open: readonly string[];
  /** What is acknowledged, with its reason. */
  readonly acknowledged: ReadonlyMap<string, string>;
}

/** An environment as the rule packs see it. @param change what a test does to it before */
export async function nagged(env: EnvName, change = (_: SluiceStack): void => {}): Promise<Nagged> {
  const outdir = mkdtempSync(join(tmpdir(), 'nagged-'));
  const app = new App({ context: cdk.context, autoSynth: false, outdir });
  const stack = new SluiceStack(app, rootStackName(env), {
    config: configFor(env),
    codeOf: () => Code.fromAsset(stub),
  });
  change(stack);
  // Acknowledgements are written where the tree is validated.
  app.synth({ skipValidation: true });
  const all = await findingsOf(app);
  app.synth({ force: true });
  return { all, open: await findingsOf(app), acknowledged: acknowledgedIn(app) };
}

async function findingsOf(app: App): Promise<readonly string[]> {
  const packs = await rulePacks(app);
  return packs.flatMap((pack) => violations(pack, app)).sort();
}

/** Packs judge a tree; CDK's interface names the templates only. */
function violations(pack: IPolicyValidationPlugin, app: App): readonly string[] {
  const { violations: found } = pack.validate({
    templatePaths: [],
    stackTemplates: [],
    appConstruct: app,
  });
  return found.flatMap(({ ruleName, violatingResources }) =>
    violatingResources.map(({ constructPath }) => `${ruleName} ${constructPath ?? 'nowhere'}`),
  );
}

/** CDK's own constructs acknowledge some of CDK's own warnings: only rules of the packs count. */
const OF_PACKS = /^(AwsSolutions|NIST|PCI|Serverless)\b/;

function acknowledgedIn(app: App): ReadonlyMap<string, string> {
  return new Map(
    app.node.findAll().flatMap((construct) =>
      construct.node.metadata
        .filter(({ type }) => type === ACKNOWLEDGED)
        .flatMap(({ data }) => Object.entries(data as Readonly<Record<string, string>>))
        .map(([id, reason]) => [id.replace(/^annotation::/i, ''), reason] as const)
        .filter(([id]) => OF_PACKS.test(id))
        .map(([id, reason]) => [`${id} ${exact(construct)}`, reason] as const),
    ),
  );
}

/** Only a resource may be acknowledged: what stands on a construct above it covers everything below. */
function exact(construct: IConstruct): string {
  if (!CfnResource.isCfnResource(construct)) {
    throw new Error(`${construct.node.path} in ${Stack.of(construct).stackName} is no resource`);
  }
  return construct.node.path;
}
