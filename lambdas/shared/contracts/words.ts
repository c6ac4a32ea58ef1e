/**
 * Words of contracts that the gate's rules judge by. They stand here, since every gate knows all rules, and a
 * gate of one contract need not load another's.
 */

export const RETAIL_TYPES = ['sale', 'refund'] as const;
export const BANK_TYPES = ['payment', 'transfer', 'deposit', 'withdrawal', 'fee'] as const;

/** Stock grows by these, or stays. */
export const INBOUND_TYPES = ['receipt', 'return', 'transfer_in'] as const;
/** Stock shrinks by these, or stays. */
export const OUTBOUND_TYPES = ['sale', 'transfer_out', 'write_off'] as const;
/** Either way: a correction, and the difference that a count found. */
export const EITHER_TYPES = ['adjustment', 'count'] as const;

/** What a profile update may change; an update without any is none. Called as in `customers`. */
export const PROFILE_FIELDS = [
  'email',
  'region',
  'segment',
  'age_band',
  'income_band',
  'home_ownership',
  'marital_status',
  'household_size',
  'household_composition',
  'children',
  'is_active',
  'has_marketing_consent',
] as const;
