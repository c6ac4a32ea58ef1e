/** Name of the ceiling of an environment; `cdk bootstrap --custom-permissions-boundary` is given it. */
export const boundaryName = (env: string): string => `sluice-${env}-boundary`;
