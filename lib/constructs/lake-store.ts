import { RemovalPolicy } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { Deployment } from '../deployment';
import { classify, type Classification } from './classify';
import type { LakeBackup } from './lake-backup';

export interface LakeStoreProps {
  readonly deployment: Deployment;
  readonly name: string;
  /** Names of the key attributes, all strings. */
  readonly keys: { readonly partition: string; readonly sort?: string };
  /** The attribute that holds when an item ends, in epoch seconds. */
  readonly endsAt?: string;
  /** Units of writing and of reading that follow the load, where requests are many and steady. */
  readonly capacity?: { readonly least: number; readonly most: number };
  readonly key: kms.IKey;
  readonly holds: Classification;
  /** Where the environment keeps its data. */
  readonly backup?: LakeBackup;
}

/**
 * Stateful. A DynamoDB table of single items: paid by request unless told otherwise, under our key, restorable to
 * any second of 35 days, and protected from deletion where the environment keeps its data. A function, not a construct of its own:
 * the table stands where its logical id has always been.
 */
export function lakeStore(scope: Construct, id: string, props: LakeStoreProps): dynamodb.Table {
  const { deployment, name, keys, endsAt, key, holds, backup, capacity } = props;
  const { keepData } = deployment.config;
  const attribute = (attributeName: string): dynamodb.Attribute => ({
    name: attributeName,
    type: dynamodb.AttributeType.STRING,
  });
  const table = new dynamodb.Table(scope, id, {
    tableName: name,
    partitionKey: attribute(keys.partition),
    sortKey: keys.sort === undefined ? undefined : attribute(keys.sort),
    timeToLiveAttribute: endsAt,
    ...(capacity === undefined
      ? { billingMode: dynamodb.BillingMode.PAY_PER_REQUEST }
      : {
          billingMode: dynamodb.BillingMode.PROVISIONED,
          writeCapacity: capacity.least,
          readCapacity: capacity.least,
        }),
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED,
    encryptionKey: key,
    deletionProtection: keepData,
    removalPolicy: keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });
  if (capacity !== undefined) followLoad(table, capacity);
  classify(table, holds);
  backup?.include(table);
  deployment.watchlist.tables.push(name);
  return table;
}

/** Busy enough to be cheap, with room until the capacity has followed, which takes minutes. */
const UTILIZATION_PERCENT = 70;

function followLoad(
  table: dynamodb.Table,
  capacity: NonNullable<LakeStoreProps['capacity']>,
): void {
  const range = { minCapacity: capacity.least, maxCapacity: capacity.most };
  const target = { targetUtilizationPercent: UTILIZATION_PERCENT };
  table.autoScaleWriteCapacity(range).scaleOnUtilization(target);
  table.autoScaleReadCapacity(range).scaleOnUtilization(target);
}
