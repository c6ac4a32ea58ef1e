import { at, listOf, ofType, text, word, type Resource, type Templates } from '../templates';
import type { Checks } from './check';
import { differs, plain } from './compare';
import { roleDiffers } from './role-policies';

const inMonitoring = (lake: Templates, type: string): readonly Resource[] =>
  ofType(lake, type).filter(({ stack }) => stack === 'Monitoring');
const glue = (resource: string): string =>
  `arn:\${AWS::Partition}:glue:\${AWS::Region}:\${AWS::AccountId}:${resource}`;
const athena = (resource: string): string =>
  `arn:\${AWS::Partition}:athena:\${AWS::Region}:\${AWS::AccountId}:${resource}`;
const via = (...services: readonly string[]): string =>
  `StringEquals(kms:ViaService: ${services.map((name) => `${name}.\${AWS::Region}.amazonaws.com`).join(' ')})`;
const USE_OF_KEY = 'Allow |  | kms:Decrypt kms:GenerateDataKey | <DataKey> |';

const CHECK_MAY = [
  'Allow | Service=lambda.amazonaws.com | sts:AssumeRole |  | ',
  'Allow |  | logs:CreateLogStream logs:PutLogEvents | <HealthCheckLogGroup.Arn> | ',
  'Allow |  | xray:PutTelemetryRecords xray:PutTraceSegments | * | ',
  'Allow |  | sqs:SendMessage | <HealthUndelivered.Arn> | ',
  `${USE_OF_KEY} ${via('sqs')}`,
  `${USE_OF_KEY} ${via('dynamodb', 's3')}`,
  'Allow |  | s3:ListBucket | <LakeBucket> | StringLike(s3:prefix: bronze/*)',
  'Allow |  | s3:ListBucket | <LakeBucket> | StringLike(s3:prefix: silver/transactions/*)',
  'Allow |  | s3:ListBucket | <ResultsBucket> | StringLike(s3:prefix: queries/*)',
  'Allow |  | s3:GetBucketLocation | <LakeBucket> <ResultsBucket> | ',
  'Allow |  | s3:GetObject | <LakeBucket>/bronze/quarantine/* <LakeBucket>/silver/transactions/* | ',
  'Allow |  | s3:AbortMultipartUpload s3:GetObject s3:PutObject | <ResultsBucket>/queries/* | ',
  `Allow |  | athena:GetQueryExecution athena:GetQueryResults athena:StartQueryExecution | ${athena('workgroup/sluice-pipeline')} | `,
  `Allow |  | athena:GetDataCatalog | ${athena('datacatalog/AwsDataCatalog')} | `,
  `Allow |  | glue:GetDatabase | ${['catalog', 'database/default'].map(glue).join(' ')} | `,
  `Allow |  | glue:BatchGetPartition glue:GetDatabase glue:GetPartitions glue:GetTable | ${[
    'catalog',
    'database/bronze',
    'database/silver',
    'table/bronze/quarantine',
    'table/silver/transactions',
  ]
    .map(glue)
    .join(' ')} | `,
];
const LEDGER_LINE =
  /^Allow \| {2}\| dynamodb:BatchGetItem dynamodb:Query \| \S*Ledger\S* \| ForAllValues:StringLike\(dynamodb:LeadingKeys: file#\* model#\* run slice#\*\)$/;

export const healthChecks: Checks = {
  'the health check reads, and may do nothing else': (lake) => {
    const found = roleDiffers(lake, 'Monitoring', 'HealthCheckRole', CHECK_MAY);
    const [ledger = '', ...others] = found.filter((line) => line.includes('dynamodb:Query'));
    const isRight = LEDGER_LINE.test(ledger.replace(/^\S+ says /, '')) && others.length === 0;
    return [
      ...found.filter((line) => !line.includes('dynamodb:Query')),
      ...(isRight ? [] : [`HealthCheckRole reads the ledger by ${ledger}`]),
    ];
  },

  'schedules may call it and keep what they could not': (lake) =>
    roleDiffers(lake, 'Monitoring', 'HealthScheduleRole', [
      'Allow | Service=scheduler.amazonaws.com | sts:AssumeRole |  | ' +
        'ArnLike(aws:SourceArn: arn:${AWS::Partition}:scheduler:${AWS::Region}:${AWS::AccountId}:schedule-group/default) & ' +
        'StringEquals(aws:SourceAccount: ${AWS::AccountId})',
      'Allow |  | lambda:InvokeFunction | <HealthCheck.Arn> | ',
      'Allow |  | sqs:SendMessage | <HealthUndelivered.Arn> | ',
      `${USE_OF_KEY} ${via('sqs')}`,
    ]),

  'it looks at the ledger every few minutes, at the tables every hour': (lake) => {
    const every = lake.config.monitoring.healthEveryMinutes;
    const schedules = inMonitoring(lake, 'AWS::Scheduler::Schedule').map(({ Properties }) => {
      const target = plain(Properties.Target);
      return [
        word(Properties.ScheduleExpression),
        word(Properties.State),
        text(Properties.FlexibleTimeWindow),
        word(at(target, 'Input')),
        text(at(target, 'RetryPolicy')),
        word(at(target, 'Arn')).replace(/[0-9A-F]{8}/, ''),
        word(at(target, 'DeadLetterConfig', 'Arn')).replace(/[0-9A-F]{8}/, ''),
        word(at(target, 'RoleArn')).replace(/[0-9A-F]{8}/, ''),
      ].join(' ');
    });
    const wanted = (rate: string, look: string, minutes: number): string =>
      `rate(${rate}) ENABLED {"Mode":"OFF"} {"look":"${look}"} ` +
      `{"MaximumEventAgeInSeconds":${minutes * 60},"MaximumRetryAttempts":2} ` +
      '${HealthCheck.Arn} ${HealthUndelivered.Arn} ${HealthScheduleRole.Arn}';
    return differs('schedules', [...schedules].sort(), [
      wanted(`${every} minutes`, 'ledger', every),
      wanted('60 minutes', 'tables', 60),
    ]);
  },

  'it judges by the settings of the environment': (lake) => {
    const { monitoring, gate } = lake.config;
    const { businessHours, expectedFiles, rejectShare, rejectFloor, regulatoryHours } = monitoring;
    const check = ofType(lake, 'AWS::Lambda::Function').find(
      ({ Properties }) => Properties.FunctionName === `sluice-${lake.env}-check-health`,
    );
    const given = word(at(check?.Properties.Environment, 'Variables', 'MONITORING_SETTINGS'));
    const wanted = {
      businessHours,
      expectedFiles,
      rejectShare,
      rejectFloor,
      regulatoryHours,
      businessDay: { timeZone: gate.timeZone, cutoffHour: gate.cutoffHour },
    };
    return [
      ...differs('settings', given, JSON.stringify(wanted)),
      ...differs('timeout', check?.Properties.Timeout, 300),
    ];
  },

  'a look that fails is tried twice, then kept': (lake) => {
    const [config] = inMonitoring(lake, 'AWS::Lambda::EventInvokeConfig');
    const destination = text(at(config?.Properties.DestinationConfig, 'OnFailure', 'Destination'));
    return [
      ...(destination.includes('HealthUndelivered') ? [] : [`it goes to ${destination}`]),
      ...differs('retries', config?.Properties.MaximumRetryAttempts, 2),
      ...differs('age', config?.Properties.MaximumEventAgeInSeconds, 6 * 3600),
      ...(listOf(config?.Properties.FunctionName).length === 1 ? [] : ['no function is named']),
    ];
  },
};
