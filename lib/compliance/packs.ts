import type { App, IPolicyValidationPlugin } from 'aws-cdk-lib';

/**
 * The rule packs that every environment has to pass. Loaded when they are run: a synthesis without validation,
 * as on the laptop, neither pays for them nor needs the package.
 */
export async function rulePacks(app: App): Promise<readonly IPolicyValidationPlugin[]> {
  const nag = await import('cdk-nag');
  return [
    new nag.AwsSolutionsChecks(app),
    new nag.NIST80053R5Checks(app),
    new nag.PCIDSS321Checks(app),
    new nag.ServerlessChecks(app),
  ];
}
