import { SPARK_SCRIPT_NAMES, SPARK_SCRIPTS } from '../../../lib/spark-scripts';
import { at, ofType, text, type Templates, type Value, word } from '../templates';
import type { Check, Checks } from './check';
import { differs } from './compare';
import { roleDiffers } from './role-policies';
import { PLACE, without } from './warehouse-parts';

const GLUE = `arn:\${AWS::Partition}:glue:${PLACE}`;

/** A check of environments where Glue runs jobs; the others have none of it. */
const whereOn =
  (check: Check): Check =>
  (lake) =>
    lake.config.pipeline.spark === 'glue'
      ? check(lake)
      : lake.all
          .filter(({ Type }) =>
            ['AWS::Glue::Job', 'AWS::Glue::SecurityConfiguration'].includes(Type),
          )
          .map(({ id }) => `${id} is there although SQL builds everything`);

const keyOf = (setting: Value | undefined): string =>
  text(at(setting, 'KmsKeyArn') ?? null).includes('DataKey') ? 'data' : 'another';

/** Where a script of ours lies, as jobs and roles name it. */
const script = (lake: Templates): string =>
  /\/(\w+\.py)"/.exec(text(ofType(lake, 'AWS::Glue::Job')[0]?.Properties.Command ?? null))?.[1] ??
  'no script';

/** What Spark builds: with which settings, under which key, and as whom. */
export const sparkChecks: Checks = {
  'what jobs write, log and remember rests under the data key': whereOn((lake) => {
    const [security] = ofType(lake, 'AWS::Glue::SecurityConfiguration');
    const encryption = security?.Properties.EncryptionConfiguration;
    const settings = [
      at(encryption, 'S3Encryptions', 0),
      at(encryption, 'CloudWatchEncryption'),
      at(encryption, 'JobBookmarksEncryption'),
    ];
    return [
      // The name stands in those of log groups, by which the key's policy knows them.
      ...differs('security', security?.Properties.Name, `sluice-${lake.env}`),
      ...differs('encryption', settings.map(keyOf), ['data', 'data', 'data']),
      ...differs(
        'modes',
        settings.map((setting) =>
          Object.values(setting ?? {})
            .filter((one) => typeof one === 'string')
            .sort(),
        ),
        [['SSE-KMS'], ['SSE-KMS'], ['CSE-KMS']],
      ),
    ];
  }),

  'a script is one job, of two workers, an hour at most, that the machine alone repeats': whereOn(
    (lake) => {
      const jobs = ofType(lake, 'AWS::Glue::Job');
      const [security] = ofType(lake, 'AWS::Glue::SecurityConfiguration');
      return [
        ...differs('jobs', jobs.length, SPARK_SCRIPT_NAMES.length),
        ...SPARK_SCRIPT_NAMES.flatMap((name) => {
          const table = SPARK_SCRIPTS[name].writes;
          const job = jobs.find(
            ({ Properties }) => Properties.Name === `sluice-${lake.env}-${name.replace('.py', '')}`,
          );
          if (job === undefined) return [`no job runs ${name}`];
          const { Command, Role, SecurityConfiguration } = job.Properties;
          return [
            ...differs(job.id, without(job, 'Command', 'Role', 'SecurityConfiguration'), {
              Name: word(job.Properties.Name),
              Description: `builds gold.${table}`,
              GlueVersion: '5.0',
              WorkerType: 'G.1X',
              NumberOfWorkers: 2,
              Timeout: 60,
              MaxRetries: 0,
              ExecutionProperty: { MaxConcurrentRuns: 2 },
              DefaultArguments: {
                '--job-language': 'python',
                '--enable-glue-datacatalog': 'true',
                '--enable-continuous-cloudwatch-log': 'true',
              },
            }),
            ...differs(`${job.id} runs`, at(Command, 'Name'), 'glueetl'),
            ...differs(`${job.id} encrypts by`, SecurityConfiguration, { Ref: security?.id ?? '' }),
            ...(text(Role ?? null).includes(`Spark${name.replace(/\W|_|py$/g, '')}Role`)
              ? []
              : [`${job.id} has another role`]),
          ];
        }),
      ];
    },
  ),

  'a job reads its tables, and writes and tidies below its own prefix only': whereOn((lake) =>
    SPARK_SCRIPT_NAMES.flatMap((name) => {
      const { reads, writes } = SPARK_SCRIPTS[name];
      const own = `gold/${writes}/job-run=*`;
      const sources = reads.map((table) => `gold/${table}/*`);
      const assets =
        'arn:${AWS::Partition}:s3:::{"Fn::Sub":"cdk-hnb659fds-assets-${AWS::AccountId}-${AWS::Region}"}';
      return roleDiffers(lake, 'Pipeline', `Spark${name.replace(/\W|_|py$/g, '')}Role`, [
        'Allow | Service=glue.amazonaws.com | sts:AssumeRole |  | StringEquals(aws:SourceAccount: ${AWS::AccountId})',
        `Allow |  | glue:GetDatabase glue:GetPartition glue:GetPartitions glue:GetTable | ${[`${GLUE}:catalog`, `${GLUE}:database/gold`, ...reads.map((table) => `${GLUE}:table/gold/${table}`)].join(' ')} | `,
        `Allow |  | glue:GetDatabase | ${GLUE}:catalog ${GLUE}:database/default ${GLUE}:database/global_temp | `,
        `Allow |  | glue:CreateDatabase | ${GLUE}:catalog ${GLUE}:database/default | `,
        `Allow |  | s3:GetObject | ${[...sources.map((source) => `<LakeBucket>/${source}`), `${assets}/${script(lake)}`].join(' ')} | `,
        `Allow |  | s3:DeleteObject s3:GetObject s3:PutObject | <LakeBucket>/${own} | `,
        `Allow |  | s3:ListBucket | <LakeBucket> | StringLike(s3:prefix: ${[...sources, own].join(' ')})`,
        'Allow |  | kms:Decrypt kms:GenerateDataKey | <DataKey> | StringEquals(kms:ViaService: s3.${AWS::Region}.amazonaws.com)',
        `Allow |  | logs:AssociateKmsKey logs:CreateLogGroup logs:CreateLogStream logs:PutLogEvents | arn:\${AWS::Partition}:logs:${PLACE}:log-group:/aws-glue/jobs*/* | `,
      ]);
    }),
  ),
};
