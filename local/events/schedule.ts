import { asPrincipal } from '../access/caller';
import type { Resource, Resources } from '../assembly/resources';
import { isObject, type Json, object, text } from '../server/json';
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

/** EventBridge Scheduler, when it is asked for: starts machines and functions at their rates. @returns how to stop it */
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

/** One firing of a schedule: what goes wrong is in the runtime's log, as nobody waits for it. */
export async function fire({ name, properties }: Resource, ctx: RuntimeContext): Promise<void> {
  const target = object(properties, 'Target');
  const arn = text(target, 'Arn');
  const input = String(target.Input ?? '{}');
  try {
    await asPrincipal(ctx.calls, String(target.RoleArn ?? ''), async () => {
      if (arn.includes(':lambda:')) {
        const { functionError } = await ctx.invoke(arn, jsonOf(input));
        if (functionError !== undefined) ctx.log(`schedule ${name}: ${arn} failed`);
        return;
      }
      await ctx.flush();
      const start = ctx.services.get('step-functions')?.operations.StartExecution;
      await start?.({ stateMachineArn: arn, input });
    });
  } catch (error) {
    ctx.log(`schedule ${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function jsonOf(input: string): Json {
  const value: unknown = JSON.parse(input);
  return isObject(value) ? value : {};
}
