import type { FieldPlan, FieldPlans } from './field-plan';
import { readDay, readInstant } from './instant';
import { isListed } from './read-scalar';
import {
  canonicalInstant,
  isCardFree,
  isObject,
  mapText,
  ordered,
  type Parsed,
  safeNumber,
} from './splice-parts';

/** Closes a text member of a row. */
const END = '",';

/**
 * Makes the row's own members by cutting them out of the record's text, for records in canonical form.
 *
 * It walks the parsed record and adds up how long its text must be when nothing is repeated, spaced
 * or escaped. Only if the text is exactly that long is every position right, no key stands twice, and
 * each number is written with the digits it was read with; otherwise the answer is no answer, and the
 * reader that explains judges the record. The text must hold no backslash.
 */
export class Splicer {
  /** Members of the row, each followed by a comma. */
  row = '';
  instants: Record<string, number> = {};
  private at = 0;
  private copiedFrom = 0;
  private isSafe = true;

  constructor(private readonly plans: FieldPlans) {}

  /** Whether `record`, parsed from `text`, is in canonical form; then `row` and `instants` are set. */
  splice(record: Parsed, text: string): boolean {
    this.row = '';
    this.instants = {};
    this.at = 1;
    this.copiedFrom = 1;
    this.isSafe = true;
    let position = 0;
    for (const name in record) {
      const plan = this.plans.at(position, name);
      if (plan === undefined) return false;
      position += 1;
      this.member(plan, record[name], text);
      if (!this.isSafe) return false;
    }
    if (this.at !== text.length) return false;
    if (this.copiedFrom < this.at) this.row += `${text.slice(this.copiedFrom, this.at - 1)},`;
    return true;
  }

  private member(plan: FieldPlan, value: unknown, text: string): void {
    const start = this.at;
    this.at += plan.name.length + 4; // quotes, colon, and the comma or brace that follows
    const stored = this.stored(plan, value);
    if (stored === undefined) return;
    if (this.copiedFrom < start) this.row += text.slice(this.copiedFrom, start);
    this.copiedFrom = this.at;
    if (stored !== '') this.row += plan.opening + stored + END;
  }

  private unsafe(): '' {
    this.isSafe = false;
    return '';
  }

  /** What replaces the member in the row; undefined: the text as it stands; empty: nothing. */
  private stored(plan: FieldPlan, value: unknown): string | undefined {
    if (typeof value === 'string') {
      this.at += value.length + 2;
      return this.storedText(plan, value);
    }
    if (value === null) {
      this.at += 4;
      return '';
    }
    if (plan.action === 'list') return this.storedList(plan, value);
    if (plan.action === 'map') return this.storedMap(value);
    return this.storedPlain(plan, value);
  }

  private storedPlain({ action }: FieldPlan, value: unknown): string {
    if (typeof value === 'number' && (action === 'decimal' || action === 'plain')) {
      const text = safeNumber(value) ?? this.unsafe();
      this.at += text.length;
      return text;
    }
    if (typeof value !== 'boolean' || action !== 'plain') return this.unsafe();
    const text = String(value);
    this.at += text.length;
    return text;
  }

  private storedText(plan: FieldPlan, value: string): string | undefined {
    switch (plan.action) {
      case 'copy':
        return undefined;
      case 'free-text':
        return isCardFree(value) ? undefined : this.unsafe();
      case 'decimal':
        // A minus may stand before a zero.
        return value.charCodeAt(0) === 0x2d ? this.unsafe() : undefined;
      case 'token':
        return plan.tokens.known(value) ?? this.newToken(plan, value);
      case 'instant':
        return this.storedInstant(plan, value);
      case 'date':
        if (Number.isNaN(readDay(value))) return this.unsafe();
        return plan.isPartition ? '' : undefined;
      case 'code':
        return isListed(plan.codes, value) ? undefined : this.unsafe();
      default:
        return this.unsafe();
    }
  }

  private newToken({ tokens }: FieldPlan, value: string): string {
    // Also keeps what the schema will refuse out of the canonicalisation.
    return isCardFree(value) && value.trim() !== '' ? tokens.make(value) : this.unsafe();
  }

  private storedInstant({ name }: FieldPlan, value: string): string | undefined {
    const ms = readInstant(value);
    if (Number.isNaN(ms)) return this.unsafe();
    this.instants[name] = ms;
    return canonicalInstant(value, ms);
  }

  private storedList({ members }: FieldPlan, value: unknown): string {
    if (!Array.isArray(value)) return this.unsafe();
    const elements: readonly unknown[] = value;
    let text = '[';
    for (let at = 0; at < elements.length; at += 1) {
      const element = elements[at];
      if (!isObject(element)) return this.unsafe();
      const shown =
        this.element(members, element) ?? this.element(members, ordered(members, element));
      text += at === 0 ? (shown ?? this.unsafe()) : `,${shown ?? this.unsafe()}`;
    }
    // Brackets, and a comma between two elements.
    this.at += 2 + Math.max(0, elements.length - 1);
    return `${text}]`;
  }

  /** An element whose members stand in the contract's order; undefined for any other. */
  private element(members: readonly FieldPlan[], element: Parsed): string | undefined {
    const start = this.at;
    let text = '';
    let next = 0;
    for (const name in element) {
      while (next < members.length && members[next]?.name !== name) next += 1;
      const plan = members[next];
      if (plan === undefined) {
        this.at = start;
        return undefined;
      }
      // Quotes, colon, and the comma or brace that follows.
      this.at += name.length + 4;
      const value = element[name];
      const stored = this.stored(plan, value);
      const shown = stored ?? (typeof value === 'string' ? value : this.unsafe());
      if (shown !== '') text += (text === '' ? plan.firstOpening : plan.nextOpening) + shown;
      next += 1;
    }
    this.at += 1;
    return text === '' ? this.unsafe() : `${text}\\"}`;
  }

  private storedMap(value: unknown): string {
    const map = isObject(value) ? mapText(value) : undefined;
    if (map === undefined) return this.unsafe();
    this.at += map.length;
    return map.text;
  }
}
