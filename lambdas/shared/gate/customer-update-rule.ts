import { PROFILE_FIELDS } from '../contracts/words';
import { isAbsent, textOf } from './facts';
import type { Rule } from './rule';

/** A login says how it ended; an update says what changed. */
export const customerUpdateRule: Rule = (facts, { report }) => {
  const type = textOf(facts, 'event_type');
  if (type === 'login' && isAbsent(facts, 'outcome')) {
    report('field.required_here', 'outcome', 'login');
  }
  if (type === 'profile_update' && PROFILE_FIELDS.every((field) => isAbsent(facts, field))) {
    report('field.required_here', '', 'profile_update without a change');
  }
};
