import {
  at,
  listOf,
  ofType,
  text,
  type Resource,
  type Templates,
  type Value,
  word,
} from '../templates';
import type { Checks } from './check';
import { differs, plain } from './compare';
import { roleDiffers } from './role-policies';

const HOUR = 3600;
const ACCOUNT = '${AWS::AccountId}';
const PLACE = '${AWS::Region}:${AWS::AccountId}';
const viaKey = (service: string): string =>
  `Allow |  | kms:Decrypt kms:GenerateDataKey | <DataKey> | StringEquals(kms:ViaService: ${service}.\${AWS::Region}.amazonaws.com)`;

const ofPipeline = (lake: Templates, type: string): readonly Resource[] =>
  ofType(lake, type).filter(({ stack }) => stack === 'Pipeline');

/** The rule whose name ends so; an empty one is not there. */
const ruleNamed = (lake: Templates, end: string): Resource | undefined =>
  ofPipeline(lake, 'AWS::Events::Rule').find(
    ({ Properties }) => Properties.Name === `sluice-${lake.env}-medallion-${end}`,
  );

function news(lake: Templates, end: string, topic: string, detail: Value): readonly string[] {
  const rule = ruleNamed(lake, end);
  if (rule === undefined) return [`no rule tells of runs that ${end}`];
  const { Properties, id } = rule;
  const target = plain(at(Properties.Targets, 0));
  const told = at(target, 'InputTransformer');
  return [
    ...differs(`${id} pattern`, plain(Properties.EventPattern), {
      source: ['aws.states'],
      'detail-type': ['Step Functions Execution Status Change'],
      detail: {
        stateMachineArn: [`arn:aws:states:${PLACE}:stateMachine:sluice-${lake.env}-medallion`],
        ...(detail as Readonly<Record<string, Value>>),
      },
    }),
    ...differs(`${id} state`, Properties.State, 'ENABLED'),
    ...differs(`${id} targets`, listOf(Properties.Targets).length, 1),
    // Never the input, the output, the error or the cause: they may quote what a record holds.
    ...differs(`${id} facts`, Object.values(at(told, 'InputPathsMap') ?? {}).sort(), factsOf(end)),
    ...(word(at(target, 'Arn')).includes(`Topics${topic}`) ? [] : [`${id} does not tell ${topic}`]),
    ...(text(at(target, 'RoleArn')).includes(`News${titled(end)}Role`)
      ? []
      : [`${id} has no role`]),
    ...roleDiffers(lake, 'Pipeline', `News${titled(end)}Role`, [
      `Allow | Service=events.amazonaws.com | sts:AssumeRole |  | ArnLike(aws:SourceArn: arn:\${AWS::Partition}:events:${PLACE}:rule/sluice-${lake.env}-medallion-${end}) & StringEquals(aws:SourceAccount: ${ACCOUNT})`,
      `Allow |  | sns:Publish | <Topics${topic}> | `,
      viaKey('sns'),
    ]),
  ];
}
const titled = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
const factsOf = (end: string): readonly string[] =>
  end === 'failed' ? ['$.detail.name', '$.detail.status', '$.time'] : ['$.detail.name', '$.time'];

export const pipelineChecks: Checks = {
  'the end of a run that failed, was stopped or took too long is told, not paged a second time; one refused as busy is not':
    (lake) =>
      news(lake, 'failed', 'info', {
        status: ['FAILED', 'TIMED_OUT', 'ABORTED'],
        error: [null, { exists: false }, { 'anything-but': ['Sluice.Busy'] }],
      }),

  'the first run that succeeds after a failed one is told': (lake) =>
    news(lake, 'recovered', 'info', {
      status: ['SUCCEEDED'],
      output: [{ wildcard: '*"recovered":true*' }],
    }),

  'every target of a rule keeps what it could not be handed, for a day of tries': (lake) => {
    const rules = ofType(lake, 'AWS::Events::Rule');
    const found = rules.flatMap(({ id, Properties }) =>
      listOf(Properties.Targets).flatMap((target) => [
        ...(at(target, 'DeadLetterConfig', 'Arn') === undefined ? [`${id} loses events`] : []),
        ...differs(`${id} retries`, at(target, 'RetryPolicy') ?? null, {
          MaximumEventAgeInSeconds: 24 * HOUR,
          MaximumRetryAttempts: 185,
        }),
      ]),
    );
    return rules.length < 5 ? [`only ${rules.length} rules`, ...found] : found;
  },

  'every schedule keeps what it could not start': (lake) => {
    const schedules = ofType(lake, 'AWS::Scheduler::Schedule');
    const found = schedules.flatMap(({ id, Properties: { Target } }) => [
      ...(at(Target, 'DeadLetterConfig', 'Arn') === undefined
        ? [`${id} loses what it starts`]
        : []),
      ...(Number(at(Target, 'RetryPolicy', 'MaximumRetryAttempts') ?? 0) < 1
        ? [`${id} never tries again`]
        : []),
    ]);
    return schedules.length === 0 ? ['no schedule'] : found;
  },

  'the undelivered go to a queue of this account that only these rules reach': (lake) => {
    const rules = ofPipeline(lake, 'AWS::Events::Rule').map(({ id }) => id);
    const policies = ofPipeline(lake, 'AWS::SQS::QueuePolicy');
    const senders = policies
      .flatMap(({ Properties }) => listOf(at(Properties.PolicyDocument, 'Statement')))
      .filter((statement) => at(statement, 'Effect') === 'Allow')
      .map((statement) => word(plain(at(statement, 'Condition', 'ArnEquals', 'aws:SourceArn'))));
    return differs('senders', [...senders].sort(), rules.map((id) => `\${${id}.Arn}`).sort());
  },

  'the pipeline starts on schedule, with nothing asked of it': (lake) => {
    const { schedule } = lake.config;
    const [own] = ofPipeline(lake, 'AWS::Scheduler::Schedule');
    if (own === undefined) return ['no schedule starts the pipeline'];
    const { Properties, id } = own;
    const target = plain(Properties.Target);
    return [
      ...differs(id, Properties.ScheduleExpression, `rate(${schedule.everyMinutes} minutes)`),
      ...differs(id, Properties.State, schedule.enabled ? 'ENABLED' : 'DISABLED'),
      ...differs(id, Properties.FlexibleTimeWindow, { Mode: 'OFF' }),
      ...differs(id, at(target, 'Input'), '{}'),
      ...differs(id, at(target, 'RetryPolicy'), {
        MaximumEventAgeInSeconds: schedule.everyMinutes * 60,
        MaximumRetryAttempts: 3,
      }),
      ...(word(at(target, 'Arn')).includes('Medallion') ? [] : [`${id} starts something else`]),
      ...roleDiffers(lake, 'Pipeline', 'ScheduleRole', [
        `Allow | Service=scheduler.amazonaws.com | sts:AssumeRole |  | ArnLike(aws:SourceArn: arn:\${AWS::Partition}:scheduler:${PLACE}:schedule-group/default) & StringEquals(aws:SourceAccount: ${ACCOUNT})`,
        'Allow |  | states:StartExecution | <MachinesMedallionMachine> | ',
        'Allow |  | sqs:SendMessage | <Undelivered.Arn> | ',
        viaKey('sqs'),
      ]),
    ];
  },

  'prod runs every 15 minutes, and daily models wait for a stated hour in a stated zone': (
    lake,
  ) => {
    const planner = ofPipeline(lake, 'AWS::Lambda::Function').find(
      ({ Properties }) => Properties.FunctionName === `sluice-${lake.env}-plan-run`,
    );
    const given = word(at(planner?.Properties.Environment, 'Variables', 'PIPELINE_SETTINGS'));
    const { dailyModels } = lake.config.pipeline;
    return [
      ...differs('settings of plan-run', given, JSON.stringify(lake.config.pipeline)),
      ...(lake.env === 'prod'
        ? [
            ...differs('everyMinutes', lake.config.schedule.everyMinutes, 15),
            ...differs('dailyModels', dailyModels, { hour: 2, timeZone: 'UTC' }),
          ]
        : []),
    ];
  },
};
