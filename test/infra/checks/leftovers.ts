import { ofType, at, listOf, word, type Resource, type Templates } from '../templates';
import type { Checks } from './check';
import { differs } from './compare';
import { entryOf, functionsOf } from './functions';
import { written } from './named';

const DAY = 86_400;
/** As long as SQS keeps a message: a fortnight's holiday. */
const QUEUE_SECONDS = 14 * DAY;
const TRIES = 2;
const EVENT_SECONDS = DAY / 4;

/** Called by streams, Firehose or machines, which have ways of their own to try again. */
const CALLED_BY_OTHERS =
  /^load-warehouse$|^(transform|archive|watch)-records$|^(plan|report)-run$|^(render|judge)-build$|^publish-slices$/;

const queueOf = (lake: Templates, stack: string, written: string): Resource | undefined =>
  ofType(lake, 'AWS::SQS::Queue').find(
    (queue) => queue.stack === stack && written === `<${queue.id.replace(/[0-9A-F]{8}$/, '')}.Arn>`,
  );

/** Where what nobody could take is kept until somebody looks. */
export const leftoverChecks: Checks = {
  'what nobody could take is kept for a fortnight, under the data key': (lake) => {
    const queues = ofType(lake, 'AWS::SQS::Queue');
    const findings = queues.flatMap(({ id, Properties }) => [
      ...differs(`${id} keeps`, Properties.MessageRetentionPeriod, QUEUE_SECONDS),
      ...differs(
        `${id} key`,
        written(Properties.KmsMasterKeyId, lake.env),
        '<Storage.DataKey.Arn>',
      ),
    ]);
    return queues.length < 3 ? [`only ${queues.length} queues`] : findings;
  },

  'a call that nobody waits for is tried twice more within six hours, and then kept': (lake) => {
    const settings = ofType(lake, 'AWS::Lambda::EventInvokeConfig');
    return functionsOf(lake)
      .filter((one) => !CALLED_BY_OTHERS.test(entryOf(lake, one)))
      .flatMap(({ id, stack }) => {
        const own = settings.filter(({ Properties }) => at(Properties.FunctionName, 'Ref') === id);
        const [setting] = own;
        if (setting === undefined || own.length > 1) return [`${id} has ${own.length} settings`];
        const { Properties } = setting;
        const destination = at(Properties.DestinationConfig, 'OnFailure', 'Destination');
        return [
          ...differs(`${id} tries`, Properties.MaximumRetryAttempts, TRIES),
          ...differs(`${id} waits`, Properties.MaximumEventAgeInSeconds, EVENT_SECONDS),
          ...differs(`${id} version`, Properties.Qualifier, '$LATEST'),
          ...(queueOf(lake, stack, written(destination, lake.env))
            ? []
            : [`${id} leaves what fails at ${written(destination, lake.env)}`]),
        ];
      });
  },

  'every rule and schedule is on, but for runs where they are off, and keeps what it cannot deliver':
    (lake) => {
      const rules = ofType(lake, 'AWS::Events::Rule');
      const schedules = ofType(lake, 'AWS::Scheduler::Schedule');
      const findings = [...rules, ...schedules].flatMap((one) => {
        const { id, stack, Properties } = one;
        const on = id !== 'Schedule' || lake.config.schedule.enabled;
        const targets = [...listOf(Properties.Targets), ...listOf(Properties.Target)];
        const kept = targets.map((target) =>
          written(at(target, 'DeadLetterConfig', 'Arn'), lake.env),
        );
        return [
          ...differs(`${id} state`, Properties.State, on ? 'ENABLED' : 'DISABLED'),
          ...(targets.length === 1 ? [] : [`${id} has ${targets.length} targets`]),
          ...kept
            .filter((queue) => queueOf(lake, stack, queue) === undefined)
            .map((queue) => `${id} keeps what it cannot deliver at ${queue}`),
          ...targets
            .filter(
              (target) => !(Number(at(target, 'RetryPolicy', 'MaximumRetryAttempts')) >= TRIES),
            )
            .map(() => `${id} is not tried again`),
          ...targets
            .map((target) => at(target, 'Arn'))
            .filter((target) => typeof target === 'string')
            .map((target) => `${id} tells ${String(target)}, which is not of the lake`),
        ];
      });
      return rules.length < 5 || schedules.length < 4
        ? ['rules or schedules are missing']
        : findings;
    },

  'superseded slices are reaped once a day': (lake) => {
    const reaping = ofType(lake, 'AWS::Scheduler::Schedule').filter(({ id }) =>
      id.startsWith('ReaperSchedule'),
    );
    return [
      ...differs('reapers', reaping.length, 1),
      ...reaping.flatMap(({ id, Properties }) => [
        ...differs(`${id} time`, Properties.ScheduleExpression, 'rate(1 day)'),
        ...differs(`${id} input`, at(Properties.Target, 'Input'), '{}'),
        ...differs(
          `${id} target`,
          written(at(Properties.Target, 'Arn'), lake.env),
          '<ReaperReap.Arn>',
        ),
      ]),
    ];
  },
};

/** What people read when they look for a cause. */
export const logChecks: Checks = {
  'a log ends with its retention, and lies under the data key': (lake) => {
    const groups = ofType(lake, 'AWS::Logs::LogGroup');
    const findings = groups.flatMap(({ id, Properties }) => [
      ...differs(`${id} ends`, Properties.RetentionInDays, lake.config.logRetentionDays),
      ...(/^<(Storage\.)?DataKey\.Arn>$/.test(written(Properties.KmsKeyId, lake.env))
        ? []
        : [`${id} lies under ${word(written(Properties.KmsKeyId, lake.env))}`]),
    ]);
    return groups.length < 13 ? [`only ${groups.length} log groups`] : findings;
  },

  'who did what stays when its stack goes, where data is kept; other logs go with it': (lake) =>
    ofType(lake, 'AWS::Logs::LogGroup').flatMap(
      ({ id, Properties, DeletionPolicy, UpdateReplacePolicy }) => {
        const evidence = /^\/aws\/(cloudtrail|vpc|redshift)\//.test(word(Properties.LogGroupName));
        const wanted = evidence && lake.config.keepData ? 'Retain' : 'Delete';
        return differs(id, [DeletionPolicy ?? null, UpdateReplacePolicy ?? null], [wanted, wanted]);
      },
    ),
};
