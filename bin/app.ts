import { App, PermissionsBoundary, Validations } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { join } from 'node:path';
import cdk from '../cdk.json' with { type: 'json' };
import { rootStackName } from '../lambdas/shared/names';
import { bundle } from '../lib/build/bundle';
import { generate } from '../lib/build/generate';
import { LAMBDAS, LAMBDA_NAMES, type LambdaName } from '../lib/build/lambdas';
import { NestedValidation } from '../lib/build/validate-nested';
import { standaloneValidators } from '../lib/build/validators';
import { rulePacks } from '../lib/compliance/packs';
import { withAddresses } from '../lib/addresses';
import { configFor, type Config } from '../lib/config';
import { boundaryName } from '../lib/delivery/boundary-name';
import { SluiceStack } from '../lib/sluice-stack';
import { withTables } from '../lib/tables';
import { withWarehouse } from '../lib/warehouse-switch';

const root = join(import.meta.dirname, '..');
const outDir = join(root, '.build', 'lambdas');

/** All Lambdas with the files they read, ready to be taken as assets. */
async function bundleLambdas(config: Config): Promise<void> {
  const generated = generate(root, config);
  const extraFiles = Object.fromEntries(
    LAMBDA_NAMES.map((name) => [
      name,
      Object.fromEntries(LAMBDAS[name].map((file) => [file, generated[file]])),
    ]),
  );
  await bundle({
    root,
    outDir,
    lambdas: LAMBDA_NAMES,
    extraFiles,
    validators: standaloneValidators,
  });
}

async function synthesize(app: App, config: Config): Promise<void> {
  // CDK's own switch for its own plugin: the laptop synthesizes without it, in a fifth of the time.
  if (process.env.CDK_VALIDATION !== 'false') {
    Validations.of(app).addPlugins(new NestedValidation(), ...(await rulePacks(app)));
  }
  new SluiceStack(app, rootStackName(config.env), {
    config,
    codeOf: (name: LambdaName) => Code.fromAsset(join(outDir, name)),
    description: `Sluice, a transaction lake (${config.env})`,
    // In an account that was bootstrapped with the boundary, a role without it is refused.
    permissionsBoundary:
      app.node.tryGetContext('boundary') === 'on'
        ? PermissionsBoundary.fromName(boundaryName(config.env))
        : undefined,
  });
  app.synth();
}

// Without the CDK CLI nobody reads cdk.json, and other feature flags would make another template.
const app = new App({ context: cdk.context, autoSynth: false });
try {
  const given = (name: string): unknown => app.node.tryGetContext(name);
  const known = configFor(given('env'), given('profile'));
  const told = withWarehouse(withAddresses(known, given), given('warehouse'));
  const config = withTables(told, given('tables'));
  await bundleLambdas(config);
  await synthesize(app, config);
} catch (error) {
  process.stderr.write(`sluice: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
