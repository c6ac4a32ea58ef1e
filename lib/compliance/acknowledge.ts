import { CfnResource, type Stack, Validations } from 'aws-cdk-lib';
import type { Config } from '../config';
import type { Acknowledgement } from './acknowledgement';
import { exceptions } from './exceptions';
import { wildcardsOf } from './finding';
import { wildcards } from './wildcards';

/** All that is acknowledged of an environment; at most forty in all environments together. */
export const acknowledgements = (config: Config): readonly Acknowledgement[] => [
  ...wildcards(config),
  ...exceptions(config),
];

/**
 * Writes acknowledgements to the very resources they name. The packs name a finding by what the template says,
 * and a reference to another nested stack becomes a parameter only while the app is synthesized: validation is
 * the moment between that and the templates.
 */
export function acknowledge(root: Stack, config: Config): void {
  root.node.addValidation({
    validate: () => {
      const resources = root.node
        .findAll()
        .filter((construct) => CfnResource.isCfnResource(construct));
      for (const entry of acknowledgements(config)) {
        for (const resource of resources) apply(entry, resource, root, config);
      }
      return [];
    },
  });
}

function apply(entry: Acknowledgement, resource: CfnResource, root: Stack, { env }: Config): void {
  const path = resource.node.path.slice(root.node.path.length + 1);
  if (!entry.on.some((pattern) => matches(pattern, path))) return;
  const { rule, findings, reason } = entry;
  const ids =
    findings === undefined
      ? [rule]
      : wildcardsOf(resource, env)
          .filter(({ name }) => findings.includes(name))
          .map(({ id }) => `${rule}[${id}]`);
  for (const id of ids) Validations.of(resource).acknowledge({ id, reason });
}

function matches(pattern: string, path: string): boolean {
  const [wanted, parts] = [pattern.split('/'), path.split('/')];
  return (
    wanted.length === parts.length &&
    wanted.every((part, index) => part === '*' || part === parts[index])
  );
}
