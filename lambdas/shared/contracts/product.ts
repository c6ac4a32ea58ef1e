import { code, decimal, defineContract, id, instant, text, truth, RETENTION } from './field-types';

export const product = defineContract({
  name: 'product',
  table: 'products',
  version: 1,
  about: 'Products and their place in the catalogue.',
  kind: 'reference',
  partition: 'arrival_date',
  key: ['product_id'],
  newestBy: 'updated_at',
  retentionDays: RETENTION,
  fields: {
    product_id: id('Joins with the items of a transaction.', { required: true }),
    name: text('Name on the receipt.', { maxLength: 512 }),
    department: text('Department.', { maxLength: 128 }),
    category: text('Category.', { maxLength: 128 }),
    subcategory: text('Part of the category.', { maxLength: 128 }),
    brand: text('Brand.', { maxLength: 128 }),
    manufacturer_id: id('Manufacturer.', {}),
    package_size: text('Size of one unit as printed.', { maxLength: 64 }),
    cost: decimal('Cost of one unit.', { min: '0' }),
    list_price: decimal('Price of one unit before discounts.', { min: '0' }),
    currency: code('currency', 'ISO 4217 code of cost and list price.', {}),
    is_active: truth('Whether the product is on sale.'),
    updated_at: instant('When the source changed the row; the newest wins.', {}),
  },
  rules: [],
});
