import type { RedshiftServerless } from '@aws-sdk/client-redshift-serverless';

type Client = Pick<RedshiftServerless, 'listUsageLimits' | 'createUsageLimit' | 'updateUsageLimit'>;
const USAGE = { usageType: 'serverless-compute', period: 'daily' } as const;

/**
 * Makes the workgroup refuse new queries once it has computed for so long in a day. CloudFormation has no
 * resource for it.
 * @param unitHours processing units times hours
 */
export async function limitUsage(
  client: Client,
  resourceArn: string,
  unitHours: number,
): Promise<void> {
  const { usageType, period } = USAGE;
  const { usageLimits = [] } = await client.listUsageLimits({ resourceArn, usageType });
  const known = usageLimits.find((limit) => limit.period === period);
  const wanted = { amount: unitHours, breachAction: 'deactivate' } as const;
  if (known?.usageLimitId === undefined) {
    await client.createUsageLimit({ resourceArn, usageType, period, ...wanted });
    return;
  }
  if (known.amount === wanted.amount && known.breachAction === wanted.breachAction) return;
  await client.updateUsageLimit({ usageLimitId: known.usageLimitId, ...wanted });
}
