import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { AwsError } from '../server/errors';
import { integer, isObject, optionalText, text, type JsonObject } from '../server/json';
import type { RuntimeContext, Service } from '../server/service';
import { readState, writeState } from '../server/state-file';

/** Limits of use, kept as they are set: the laptop's warehouse computes for nothing. */
export function redshiftServerless(ctx: RuntimeContext): Service {
  const path = join(ctx.dataDir, 'redshift', 'usage-limits.json');
  const read = (): readonly JsonObject[] => {
    const kept = readState(path);
    return Array.isArray(kept) ? kept.filter(isObject) : [];
  };
  const write = (limit: JsonObject): object => {
    const others = read().filter(({ usageLimitId }) => usageLimitId !== limit.usageLimitId);
    writeState(path, [...others, limit]);
    return { usageLimit: limit };
  };
  return {
    name: 'redshift-serverless',
    target: 'RedshiftServerless',
    operations: {
      ListUsageLimits: (input) => ({
        usageLimits: read().filter(
          (limit) =>
            limit.resourceArn === (optionalText(input, 'resourceArn') ?? limit.resourceArn) &&
            limit.usageType === (optionalText(input, 'usageType') ?? limit.usageType),
        ),
      }),
      CreateUsageLimit: (input) =>
        write({
          usageLimitId: randomUUID(),
          resourceArn: text(input, 'resourceArn'),
          usageType: text(input, 'usageType'),
          period: text(input, 'period'),
          amount: integer(input, 'amount'),
          breachAction: text(input, 'breachAction'),
        }),
      UpdateUsageLimit: (input) => {
        const id = text(input, 'usageLimitId');
        const known = read().find(({ usageLimitId }) => usageLimitId === id);
        if (known === undefined) {
          throw new AwsError('ResourceNotFoundException', `usage limit ${id} does not exist`);
        }
        const amount = integer(input, 'amount');
        return write({ ...known, amount, breachAction: text(input, 'breachAction') });
      },
    },
  };
}
