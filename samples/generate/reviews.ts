import type { Span } from './datasets';
import type { Random } from './random';
import type { Transaction } from './transaction';

const DAY = 86_400_000;
/** Of the orders that were delivered. */
const REVIEWED = 0.25;
const ANSWERED = 0.3;
const SCORES = [1, 2, 3, 4, 4, 5, 5, 5] as const;
/** With what real texts bring: several lines, quotes, letters beyond ASCII. */
const TEXTS = [
  'Quick and well packed.',
  'Good, but the box was open.\nWould order again.',
  'I had asked for "large" and got small :-(',
  'Très bien, merci!',
] as const;

/** What customers write of what they ordered, after it came. */
export function reviewsOf(
  transactions: readonly Transaction[],
  random: Random,
  { until }: Span,
): readonly object[] {
  return transactions.flatMap(({ id, source, rest }) => {
    const delivered = rest['delivered_at'];
    if (typeof delivered !== 'string' || !random.chance(REVIEWED)) return [];
    const reviewed = Date.parse(delivered) + random.below(3 * DAY);
    const answered = reviewed + random.below(2 * DAY);
    if (reviewed >= until) return [];
    return [
      {
        review_id: `r${id}`,
        source_system: source,
        transaction_id: id,
        ...(rest['seller_id'] !== undefined && { seller_id: rest['seller_id'] }),
        ...(rest['customer_id'] !== undefined && { customer_id: rest['customer_id'] }),
        score: random.pick(SCORES),
        ...(random.chance(0.5) && { text: random.pick(TEXTS) }),
        reviewed_at: new Date(reviewed).toISOString(),
        ...(random.chance(ANSWERED) &&
          answered < until && { answered_at: new Date(answered).toISOString() }),
      },
    ];
  });
}
