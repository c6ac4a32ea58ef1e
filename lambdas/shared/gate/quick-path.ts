import type { Contract } from '../contracts/contract';
import type { Validator } from '../contracts/validator';
import type { GateSettings } from '../settings';
import { flagOf, rowEnd } from './accept';
import { businessDateOf } from './business-date';
import { FieldPlans } from './field-plan';
import { arrivalDate } from './instant';
import { key64 } from './key64';
import type { Origin } from './origin';
import type { WarningCode } from './reasons';
import type { Rule, RuleContext } from './rule';
import { RULES } from './rules';
import { Splicer } from './splice';
import { isObject, type Parsed } from './splice-parts';
import type { TokenCache } from './token-cache';
import type { Verdict } from './verdict';

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The reader that explains says where; the parser's own message quotes the record.
    return undefined;
  }
}

/**
 * Accepts records in canonical form, which nearly all are, at a fraction of what explaining costs.
 * It never rejects: whatever it is not sure of, it leaves to the reader. Its rows are the reader's.
 */
export class QuickPath {
  private readonly splicer: Splicer;
  private readonly rules: readonly Rule[];
  private readonly keyDomains: Contract['fields'];
  private isRejected = false;
  private readonly warnings: WarningCode[] = [];

  constructor(
    private readonly contract: Contract,
    private readonly settings: GateSettings,
    private readonly tokens: TokenCache,
    private readonly isCanonical: Validator,
  ) {
    this.splicer = new Splicer(new FieldPlans(contract, tokens));
    this.rules = contract.rules.flatMap((name) => RULES[name] ?? []);
    this.keyDomains = contract.fields;
  }

  /** The verdict on a record that is surely acceptable; undefined for any other. */
  judge(text: string, origin: Origin, now: number): Verdict | undefined {
    if (text.includes('\\')) return undefined;
    const record = parse(text);
    if (!isObject(record) || !this.splicer.splice(record, text)) return undefined;
    if (!this.isCanonical(record)) return undefined;
    const facts = { values: record, instants: this.splicer.instants };
    if (!this.passesRules(facts, origin, now)) return undefined;
    const { contract, settings } = this;
    const partition =
      contract.partition === 'business_date'
        ? businessDateOf(contract, facts, settings, origin.timeZone)
        : arrivalDate(now);
    if (partition === undefined) return undefined;
    const end = rowEnd(contract, origin, this.keyOf(record), flagOf(this.warnings));
    return { accepted: true, partition, row: `{${this.splicer.row}${end}}` };
  }

  private passesRules(facts: Parameters<Rule>[0], origin: Origin, now: number): boolean {
    this.isRejected = false;
    this.warnings.length = 0;
    const context: RuleContext = {
      contract: this.contract,
      settings: this.settings,
      door: origin.door,
      now,
      report: this.report,
      warn: this.warn,
    };
    for (const rule of this.rules) rule(facts, context);
    return !this.isRejected;
  }

  private readonly report = (): void => {
    this.isRejected = true;
  };

  private readonly warn = (code: WarningCode): void => {
    this.warnings.push(code);
  };

  private keyOf(record: Parsed): string {
    return key64(
      this.contract.key.map((name) => {
        const text = String(record[name]);
        const field = this.keyDomains[name];
        const isPerson = field?.kind === 'text' && field.domain !== undefined;
        return isPerson ? this.tokens.tokenOf(field.domain, text) : text;
      }),
    );
  }
}
