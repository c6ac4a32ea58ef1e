import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import cdk from '../../cdk.json';
import { configFor, type Config, type EnvName } from '../../lib/config';
import { DeliveryStack } from '../../lib/delivery-stack';
import { at, listOf, type Value, word } from '../infra/templates';

export type Resources = Readonly<
  Record<string, { Type: string; Properties: Record<string, Value> }>
>;

export function resourcesOf(env: EnvName, config = configFor(env)): Resources {
  const app = new App({ context: cdk.context });
  const stack = new DeliveryStack(app, `SluiceDelivery-${env}`, {
    config,
    repository: 'acme/sluice',
    provider: 'new',
  });
  return (Template.fromStack(stack).toJSON() as { Resources: Resources }).Resources;
}

export const ofType = (
  env: EnvName,
  type: string,
  config?: Config,
): readonly Record<string, Value>[] =>
  Object.values(resourcesOf(env, config))
    .filter(({ Type }) => Type === type)
    .map(({ Properties }) => Properties);

export const actionsOf = (statement: Value): readonly string[] =>
  listOf(at(statement, 'Action')).map(word);
