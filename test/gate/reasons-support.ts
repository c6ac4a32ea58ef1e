import { SALE, TRANSFER } from './door';

export const sale = (members: object): object => ({ ...SALE, ...members });

export const transfer = (members: object): object => ({ ...TRANSFER, ...members });

export const withItem = (members: object): object =>
  sale({ items: [{ product_id: 'p', quantity: 1, line_amount: '12.50', ...members }] });

export const nested = (depth: number): string =>
  `${JSON.stringify(SALE).slice(0, -1)},"x":${'['.repeat(depth)}${']'.repeat(depth)}}`;

export const raw = (name: string, json: string): string =>
  `${JSON.stringify(SALE).slice(0, -1)},"${name}":${json}}`;
