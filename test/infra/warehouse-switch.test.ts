import { describe, expect, it } from 'vitest';
import { configFor } from '../../lib/config';
import { withWarehouse } from '../../lib/warehouse-switch';

describe('--context warehouse', () => {
  const dev = configFor('dev');

  it('switches the warehouse off, and changes nothing where it is not given', () => {
    expect(withWarehouse(dev, 'off').warehouse).toBe('off');
    expect(withWarehouse(dev, undefined)).toBe(dev);
    expect(withWarehouse(dev, '')).toBe(dev);
  });

  it('takes no other word', () => {
    expect(() => withWarehouse(dev, 'on')).toThrow('warehouse: "on"');
  });
});
