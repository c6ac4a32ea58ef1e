import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as firehose from 'aws-cdk-lib/aws-kinesisfirehose';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Contract } from '../../lambdas/shared/contracts/contract';
import {
  DELIVERY_ERROR_PREFIX,
  deliveryStreamName,
  deliveryTableName,
} from '../../lambdas/shared/names';
import type { Deployment } from '../deployment';
import { allow, allowKey, allowObjects, allowTables } from './allow';
import { classify } from './classify';
import type { LakeFunction } from './lake-function';
import { LakeLog } from './lake-log';
import { worksOutside } from './perimeter';

export interface LakeDeliveryProps {
  readonly deployment: Deployment;
  readonly contract: Contract;
  readonly stream: kinesis.IStream;
  readonly lake: s3.IBucket;
  /** Of the lake and of the log. */
  readonly key: kms.IKey;
  readonly transform: LakeFunction;
}

/** Where a row goes is the transform's answer, record by record. */
const PREFIX =
  'bronze/!{partitionKeyFromLambda:table}/' +
  '!{partitionKeyFromLambda:key}=!{partitionKeyFromLambda:day}/';

/**
 * Firehose from the stream through the gate to Parquet in bronze. CloudFormation's own resource, because
 * CDK's construct gives its role s3:DeleteObject on the lake.
 */
export class LakeDelivery extends Construct {
  /** The receiver of the stream grants itself reading on it. */
  readonly role: iam.Role;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: LakeDeliveryProps,
  ) {
    super(scope, id);
    const { deployment, contract, stream, transform } = props;
    const name = deliveryStreamName(deployment.config.env, contract.table);
    const log = new LakeLog(this, 'Log', {
      name: `/aws/kinesisfirehose/${name}`,
      key: props.key,
      retentionDays: deployment.config.logRetentionDays,
    });
    const logStream = new logs.LogStream(this, 'LogStream', {
      logGroup: log.group,
      logStreamName: 'delivery',
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.role = this.deliveryRole(log.group);

    const delivery = new firehose.CfnDeliveryStream(this, 'Delivery', {
      deliveryStreamName: name,
      deliveryStreamType: 'KinesisStreamAsSource',
      kinesisStreamSourceConfiguration: {
        kinesisStreamArn: stream.streamArn,
        roleArn: this.role.roleArn,
      },
      extendedS3DestinationConfiguration: {
        ...this.destination(),
        cloudWatchLoggingOptions: {
          enabled: true,
          logGroupName: log.group.logGroupName,
          logStreamName: logStream.logStreamName,
        },
      },
    });
    classify(delivery, 'Restricted'); // its buffer holds records as sent
    delivery.node.addDependency(this.role); // Firehose tries the role out when it is made
    transform.before(delivery);
  }

  private destination(): firehose.CfnDeliveryStream.ExtendedS3DestinationConfigurationProperty {
    const { deployment, contract, lake, key } = this.props;
    const { delivery } = deployment.config;
    return {
      bucketArn: lake.bucketArn,
      roleArn: this.role.roleArn,
      prefix: PREFIX,
      errorOutputPrefix: `${DELIVERY_ERROR_PREFIX}!{firehose:error-output-type}/${contract.table}/`,
      bufferingHints: {
        sizeInMBs: delivery.bufferMb,
        intervalInSeconds: delivery.bufferSeconds,
      },
      compressionFormat: 'UNCOMPRESSED', // Parquet compresses inside
      encryptionConfiguration: { kmsEncryptionConfig: { awskmsKeyArn: key.keyArn } },
      dynamicPartitioningConfiguration: { enabled: true, retryOptions: { durationInSeconds: 300 } },
      processingConfiguration: { enabled: true, processors: [this.gate()] },
      dataFormatConversionConfiguration: this.conversion(),
    };
  }

  private gate(): firehose.CfnDeliveryStream.ProcessorProperty {
    const { transform, deployment } = this.props;
    const { transformBufferMb, transformBufferSeconds } = deployment.config.delivery;
    const parameters = {
      LambdaArn: transform.functionArn,
      RoleArn: this.role.roleArn,
      NumberOfRetries: '3',
      BufferSizeInMBs: String(transformBufferMb),
      BufferIntervalInSeconds: String(transformBufferSeconds),
    };
    return {
      type: 'Lambda',
      parameters: Object.entries(parameters).map(([parameterName, parameterValue]) => ({
        parameterName,
        parameterValue,
      })),
    };
  }

  /** A contract may gain fields within a version: the newest definition of its table counts. */
  private conversion(): firehose.CfnDeliveryStream.DataFormatConversionConfigurationProperty {
    const { contract, deployment } = this.props;
    const { region, account } = Stack.of(this);
    return {
      enabled: true,
      inputFormatConfiguration: { deserializer: { openXJsonSerDe: { caseInsensitive: true } } },
      outputFormatConfiguration: {
        serializer: {
          parquetSerDe: { compression: deployment.config.delivery.parquetCompression },
        },
      },
      schemaConfiguration: {
        catalogId: account,
        region,
        databaseName: 'bronze',
        tableName: deliveryTableName(contract.table, contract.version),
        versionId: 'LATEST',
        roleArn: this.role.roleArn,
      },
    };
  }

  private deliveryRole(log: logs.ILogGroup): iam.Role {
    const { contract, lake, key, transform } = this.props;
    const { account } = Stack.of(this);
    const role = new iam.Role(this, 'Role', {
      description: `delivers ${contract.table} to bronze`,
      // The condition that Firehose knows against the confused deputy.
      assumedBy: new iam.ServicePrincipal('firehose.amazonaws.com', {
        conditions: { StringEquals: { 'sts:ExternalId': account } },
      }),
    });
    worksOutside(role);
    allow(
      role,
      ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'],
      [lake.bucketArn],
    );
    allowObjects(
      role,
      lake,
      ['s3:PutObject', 's3:AbortMultipartUpload'],
      [`bronze/${contract.table}/*`, 'bronze/quarantine/*', `${DELIVERY_ERROR_PREFIX}*`],
    );
    allowKey(role, key, 'both', ['s3']);
    allow(
      role,
      ['lambda:InvokeFunction', 'lambda:GetFunctionConfiguration'],
      [transform.functionArn, `${transform.functionArn}:$LATEST`],
    );
    allowTables(role, ['glue:GetTable', 'glue:GetTableVersion', 'glue:GetTableVersions'], {
      bronze: [deliveryTableName(contract.table, contract.version)],
    });
    allow(role, ['logs:PutLogEvents'], [log.logGroupArn]);
    return role;
  }
}
