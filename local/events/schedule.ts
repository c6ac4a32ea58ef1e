import { asPrincipal } from '../access/caller';
import type { Resource, Resources } from '../assembly/resources';
import { object, text } from '../server/json';
import type { RuntimeContext } from '../server/service';

const UNITS: Readonly<Record<string, number>> = {
  minute: 60_000,
  minutes: 60_000,
  hour: 3_600_000,
  hours: 3_600_000,
  day: 86_400_000,
  days: 86_400_000,
};

/** Milliseconds of `rate(15 minutes)`. @throws Error for another form */
export function rateMs(expression: string): number {
  const [, amount, unit] = /^rate\((\d+) (\w+)\)$/.exec(expression) ?? [];
  const ms = UNITS[unit ?? ''];
  if (!amount || !ms) throw new Error(`schedule ${expression} is not served on the laptop`);
  return Number(amount) * ms;
}

/** EventBridge Scheduler, when it is asked for: starts the state machines at their rates. @returns how to stop it */
export function startSchedules(resources: Resources, ctx: RuntimeContext): () => void {
  const enabled = resources
    .ofType('AWS::Scheduler::Schedule')
    .filter(({ properties }) => properties.State !== 'DISABLED');
  const timers = enabled.map((schedule) => {
    const every = rateMs(text(schedule.properties, 'ScheduleExpression'));
    const timer = setInterval(() => void fire(schedule, ctx), every);
    timer.unref();
    return timer;
  });
  return () => timers.forEach(clearInterval);
}

async function fire({ name, properties }: Resource, ctx: RuntimeContext): Promise<void> {
  const target = object(properties, 'Target');
  const start = ctx.services.get('step-functions')?.operations.StartExecution;
  try {
    await ctx.flush();
    await asPrincipal(ctx.calls, String(target.RoleArn ?? ''), () =>
      start?.({ stateMachineArn: text(target, 'Arn'), input: String(target.Input ?? '{}') }),
    );
  } catch (error) {
    ctx.log(`schedule ${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
