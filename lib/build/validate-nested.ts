import {
  CloudFormationValidatePlugin,
  NestedStack,
  type IPolicyValidationContext,
  type PolicyValidationPluginReport,
  type PolicyValidationStack,
} from 'aws-cdk-lib';
import { dirname, join } from 'node:path';

/**
 * CDK's offline validation with the nested stacks included: on its own it is given root templates only, and
 * ours hold nothing but references. Warnings count as errors: a value outside its list is one.
 * It has to inherit, because CDK adds its default next to any other kind.
 */
export class NestedValidation extends CloudFormationValidatePlugin {
  override validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    const stackTemplates = [...context.stackTemplates, ...nestedTemplates(context)];
    const report = super.validate({
      ...context,
      stackTemplates,
      templatePaths: stackTemplates.map(({ templatePath }) => templatePath),
    });
    const violations = report.violations.map((violation) =>
      violation.severity === 'warning' ? { ...violation, severity: 'error' } : violation,
    );
    return { ...report, violations, success: violations.every(isHarmless) };
  }
}

const isHarmless = ({ severity }: { readonly severity?: string }): boolean =>
  severity !== 'error' && severity !== 'fatal';

function nestedTemplates(context: IPolicyValidationContext): readonly PolicyValidationStack[] {
  const nested = context.appConstruct.node
    .findAll()
    .filter((node) => NestedStack.isNestedStack(node));
  return context.stackTemplates.flatMap((root) =>
    nested
      .filter(({ node }) => node.path.startsWith(`${root.stackConstructPath}/`))
      .map((stack) => ({
        ...root,
        stackConstructPath: stack.node.path,
        templatePath: join(dirname(root.templatePath), stack.templateFile),
      })),
  );
}
