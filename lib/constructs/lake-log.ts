import { RemovalPolicy } from 'aws-cdk-lib';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

export interface LakeLogProps {
  readonly name: string;
  readonly key: kms.IKey;
  readonly retentionDays: number;
  /** Evidence of who did what stays when its stack goes; other logs end with what wrote them. */
  readonly stays?: boolean;
}

/** A log group under our key and with an end; a group that a service makes by itself has neither. */
export class LakeLog extends Construct {
  readonly group: logs.LogGroup;

  constructor(scope: Construct, id: string, props: LakeLogProps) {
    super(scope, id);
    const { name, key, retentionDays, stays = false } = props;
    this.group = new logs.LogGroup(this, 'Group', {
      logGroupName: name,
      encryptionKey: key,
      retention: retentionDays,
      removalPolicy: stays ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
  }
}
