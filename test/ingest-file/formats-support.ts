import { products, readFile } from './support/read';

export const brands = async (name: string, content: string | Uint8Array, file = '', limits = {}) =>
  (
    await readFile(name, content, {
      mapping: products('brand: b', file),
      dataset: 'products',
      limits,
    })
  ).map(({ json }) => json['brand']);
