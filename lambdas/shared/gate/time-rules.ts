import { textOf } from './facts';
import { DAY_MS, readDay } from './instant';
import type { Rule, RuleContext } from './rule';

function checkWindow(
  field: string,
  ms: number | undefined,
  days: number,
  { settings, now, report }: RuleContext,
): void {
  if (ms === undefined) return;
  if (ms > now + settings.window.aheadMinutes * 60_000) report('time.too_new', field);
  else if (ms < now - days * DAY_MS) report('time.too_old', field);
}

/** Only what arrives by stream must be fresh: files are loaded on purpose. */
const timeWindow: Rule = (facts, context) => {
  const { newestBy = '', happenedAt = '' } = context.contract;
  const recorded = facts.instants[newestBy];
  const happened = facts.instants[happenedAt];
  if (recorded !== undefined && happened !== undefined && recorded < happened) {
    context.warn('time.order');
  }
  if (context.door !== 'stream') return;
  const { eventDays, transactionDays } = context.settings.window;
  checkWindow(newestBy, recorded, eventDays, context);
  // One instant may be both: the shorter window has judged it.
  if (happenedAt !== newestBy) checkWindow(happenedAt, happened, transactionDays, context);
};

/** A given business date opens a partition like a computed one: a day of slack for any zone. */
const businessDate: Rule = (facts, { settings, door, now, report }) => {
  const given = textOf(facts, 'business_date');
  if (given === undefined || door !== 'stream') return;
  const today = Math.floor(now / DAY_MS);
  const day = readDay(given);
  if (day > today + 1) report('time.too_new', 'business_date');
  else if (day < today - settings.window.transactionDays - 1) {
    report('time.too_old', 'business_date');
  }
};

/** Of every contract with a stream: which instants they judge is the contract's. */
export const TIME_RULES: Readonly<Record<string, Rule>> = {
  time_window: timeWindow,
  business_date: businessDate,
};
