import { defineContract, id, instant, system, text, tokenised, RETENTION } from './field-types';

/** What a customer thinks of a purchase. People write of themselves: titles and texts are shown to nobody by default. */
export const review = defineContract({
  name: 'review',
  table: 'reviews',
  version: 1,
  about: 'Reviews of purchases, products, sellers and stores.',
  kind: 'reference',
  partition: 'arrival_date',
  key: ['source_system', 'review_id'],
  newestBy: 'updated_at',
  retentionDays: RETENTION,
  fields: {
    review_id: id('Identifies the review within its source system.', { required: true }),
    source_system: system('System that recorded the review, and the transaction.'),
    transaction_id: id('Purchase that is reviewed.', {}),
    product_id: id('Product that is reviewed.', {}),
    seller_id: id('Seller that is reviewed.', {}),
    store_id: id('Store that is reviewed.', { maxLength: 64 }),
    customer_id: tokenised('customer', 'Who wrote it; absent when anonymous.', {}),
    score: {
      kind: 'integer',
      about: 'From 1, the worst, to 5, the best.',
      required: true,
      min: 1,
      max: 5,
    },
    title: text('Title as written.', { maxLength: 512, pii: 'restricted' }),
    text: text('Text as written, possibly of many lines.', { maxLength: 8192, pii: 'restricted' }),
    reviewed_at: instant('When it was written.', { required: true }),
    answered_at: instant('When the seller or the store answered.', {}),
    updated_at: instant('When the source changed the row; the newest wins.', {}),
  },
  rules: [],
});
