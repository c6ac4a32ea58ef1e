import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import * as glue from 'aws-cdk-lib/aws-glue';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { Construct } from 'constructs';
import { sparkJobName } from '../../lambdas/shared/names';
import type { Deployment } from '../deployment';
import { SPARK_SCRIPT_NAMES, SPARK_SCRIPTS, type SparkScript } from '../spark-scripts';
import type { StorageStack } from '../storage-stack';
import {
  allow,
  allowKey,
  allowList,
  allowObjects,
  allowTables,
  serviceOfThisAccount,
} from './allow';
import { worksOutside } from './perimeter';

export interface SparkJobsProps {
  readonly deployment: Deployment;
  readonly storage: Pick<StorageStack, 'keys' | 'buckets'>;
}

const SCRIPTS = join(import.meta.dirname, '../../glue-scripts');
/** Minutes; what SQL is poor at takes some, and two workers are the least that Glue runs. */
const LONGEST_MINUTES = 60;
const WORKERS = 2;

/** A Glue job for each script of `glue-scripts/`: what it writes goes the way of every build. */
export class SparkJobs extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: SparkJobsProps,
  ) {
    super(scope, id);
    const key = props.storage.keys.data.keyArn;
    const security = new glue.CfnSecurityConfiguration(this, 'Security', {
      name: `sluice-${props.deployment.config.env}`,
      encryptionConfiguration: {
        s3Encryptions: [{ s3EncryptionMode: 'SSE-KMS', kmsKeyArn: key }],
        cloudWatchEncryption: { cloudWatchEncryptionMode: 'SSE-KMS', kmsKeyArn: key },
        jobBookmarksEncryption: { jobBookmarksEncryptionMode: 'CSE-KMS', kmsKeyArn: key },
      },
    });
    for (const script of SPARK_SCRIPT_NAMES) this.job(script, security);
  }

  /** Starting a job, waiting for it and stopping it with the run. */
  allowRuns(role: iam.Role): void {
    allow(
      role,
      ['glue:StartJobRun', 'glue:GetJobRun', 'glue:GetJobRuns', 'glue:BatchStopJobRun'],
      SPARK_SCRIPT_NAMES.map((script) => this.arn('job', this.nameOf(script))),
    );
  }

  private job(script: SparkScript, security: glue.CfnSecurityConfiguration): void {
    const scope = new Construct(this, script.replace('.py', ''));
    const code = new Asset(scope, 'Script', { path: join(SCRIPTS, script) });
    const role = this.role(scope, script, code);
    const job = new glue.CfnJob(scope, 'Job', {
      name: this.nameOf(script),
      description: `builds gold.${SPARK_SCRIPTS[script].writes}`,
      role: role.roleArn,
      command: { name: 'glueetl', pythonVersion: '3', scriptLocation: code.s3ObjectUrl },
      glueVersion: '5.0',
      workerType: 'G.1X',
      numberOfWorkers: WORKERS,
      timeout: LONGEST_MINUTES,
      // The machine tries again, on a prefix of its own.
      maxRetries: 0,
      executionProperty: { maxConcurrentRuns: 2 },
      securityConfiguration: security.ref,
      defaultArguments: {
        '--job-language': 'python',
        '--enable-glue-datacatalog': 'true',
        '--enable-continuous-cloudwatch-log': 'true',
      },
    });
    job.node.addDependency(role);
  }

  private role(scope: Construct, script: SparkScript, code: Asset): iam.Role {
    const { keys, buckets } = this.props.storage;
    const { writes, reads } = SPARK_SCRIPTS[script];
    const role = new iam.Role(scope, 'Role', {
      description: `runs ${this.nameOf(script)}`,
      assumedBy: serviceOfThisAccount(Stack.of(this), 'glue.amazonaws.com'),
    });
    const own = [`gold/${writes}/job-run=*`];
    const read = ['glue:GetDatabase', 'glue:GetTable', 'glue:GetPartition', 'glue:GetPartitions'];
    allowTables(role, read, { gold: reads });
    // Spark looks at both when it starts, and makes `default` where an account has none.
    allowTables(role, ['glue:GetDatabase'], { default: [], global_temp: [] });
    allowTables(role, ['glue:CreateDatabase'], { default: [] });
    allowObjects(
      role,
      buckets.lake,
      ['s3:GetObject'],
      reads.map((table) => `gold/${table}/*`),
    );
    // It writes under temporary names and takes them away.
    allowObjects(role, buckets.lake, ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'], own);
    allowList(role, buckets.lake, [...reads.map((table) => `gold/${table}/*`), ...own]);
    allow(role, ['s3:GetObject'], [code.bucket.arnForObjects(code.s3ObjectKey)]);
    allowKey(role, keys.data, 'both', ['s3']);
    allow(
      role,
      ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents', 'logs:AssociateKmsKey'],
      [
        Stack.of(this).formatArn({
          service: 'logs',
          resource: 'log-group:/aws-glue/jobs*',
          resourceName: '*',
        }),
      ],
    );
    // Workers of Glue run on machines of its own.
    worksOutside(role);
    return role;
  }

  private nameOf(script: SparkScript): string {
    return sparkJobName(this.props.deployment.config.env, script);
  }

  private arn(resource: string, resourceName: string): string {
    return Stack.of(this).formatArn({ service: 'glue', resource, resourceName });
  }
}
