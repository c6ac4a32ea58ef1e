import type { Contract } from '../contracts/contract';
import type { GateSettings } from '../settings';
import type { Facts } from './facts';
import type { Report, WarningCode } from './reasons';

export interface RuleContext {
  readonly contract: Contract;
  readonly settings: GateSettings;
  readonly door: 'stream' | 'file';
  /** Epoch milliseconds. */
  readonly now: number;
  readonly report: Report;
  readonly warn: (code: WarningCode) => void;
}
export type Rule = (facts: Facts, context: RuleContext) => void;
