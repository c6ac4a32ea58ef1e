import { customerUpdateRule } from './customer-update-rule';
import type { Rule } from './rule';
import { stockMovementRule } from './stock-movement-rule';
import { TIME_RULES } from './time-rules';
import { TRANSACTION_RULES } from './transaction-rules';

/** By the names that contracts list. */
export const RULES: Readonly<Record<string, Rule>> = {
  ...TRANSACTION_RULES,
  ...TIME_RULES,
  stock_movement: stockMovementRule,
  customer_update: customerUpdateRule,
};
