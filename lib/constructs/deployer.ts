import type { Stack } from 'aws-cdk-lib';

/** The role that CloudFormation deploys with, of the bootstrap's default qualifier. */
export const deployerOf = ({ partition, account, region }: Stack): string =>
  `arn:${partition}:iam::${account}:role/cdk-hnb659fds-cfn-exec-role-${account}-${region}`;
