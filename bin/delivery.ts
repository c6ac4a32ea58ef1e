import { App } from 'aws-cdk-lib';
import cdk from '../cdk.json' with { type: 'json' };
import { configFor } from '../lib/config';
import { DeliveryStack } from '../lib/delivery-stack';

const app = new App({ context: cdk.context });

/** `owner/name` as GitHub writes it: anything else would be trusted by a wrong or wider subject. */
function repository(): string {
  const given: unknown = app.node.tryGetContext('repository');
  if (typeof given === 'string' && /^[\w.-]+\/[\w.-]+$/.test(given)) return given;
  throw new Error(
    `no repository in ${JSON.stringify(given ?? null)}: give --context repository=<owner>/<name>`,
  );
}

try {
  const config = configFor(app.node.tryGetContext('env'));
  new DeliveryStack(app, `SluiceDelivery-${config.env}`, {
    config,
    repository: repository(),
    provider: app.node.tryGetContext('provider') === 'existing' ? 'existing' : 'new',
  });
  app.synth();
} catch (error) {
  process.stderr.write(`sluice: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
