/** Exact decimal arithmetic on `units × 10^-scale`; money never passes through a float. */
export interface Decimal {
  readonly units: bigint;
  readonly scale: number;
}
/** How a source writes numbers. */
export interface NumberStyle {
  readonly decimal: '.' | ',';
  /** Separator of groups of digits; absent: none is accepted, so that `1,234` is never guessed. */
  readonly thousands?: string;
}

const PLAIN = /^-?\d{1,40}(?:\.\d{1,20})?$/;
const SHAPE = /^(\()?([-+])?(\d[\d.,' ]*|[.,]\d+)(?:[eE]([-+]?\d{1,2}))?([-+])?(\))?$/;
const LONGEST = 60;

const ofPlain = (text: string): Decimal => {
  const point = text.indexOf('.');
  return point < 0
    ? { units: BigInt(text), scale: 0 }
    : {
        units: BigInt(text.slice(0, point) + text.slice(point + 1)),
        scale: text.length - point - 1,
      };
};

/** Groups of three, `1,234,567`, or as India writes lakh and crore, `12,34,567`. */
function isGrouped(groups: readonly string[]): boolean {
  const lengths = groups.map((group) => group.length);
  const [first = 0, ...others] = lengths;
  const isLast = (at: number): boolean => at === others.length - 1;
  const byThree = first <= 3 && others.every((length) => length === 3);
  return byThree || (first <= 2 && others.every((length, at) => length === (isLast(at) ? 3 : 2)));
}

/** Digits without separators, with a point; undefined when the groups are no thousands. */
function digitsOf(body: string, { decimal, thousands }: NumberStyle): string | undefined {
  const parts = body.split(decimal);
  if (parts.length > 2) return undefined;
  const groups = thousands === undefined ? [parts[0] ?? ''] : (parts[0] ?? '').split(thousands);
  if (groups.length > 1 && !isGrouped(groups)) return undefined;
  const text = `${groups.join('') || '0'}.${parts[1] ?? ''}`;
  return /^\d+\.\d*$/.test(text) ? text.replace(/\.$/, '') : undefined;
}

function shift({ units, scale }: Decimal, exponent: number): Decimal {
  const moved = scale - exponent;
  return moved >= 0 ? { units, scale: moved } : { units: units * 10n ** BigInt(-moved), scale: 0 };
}

/**
 * Reads a number as sources write it: currency sign (`€`, `R$`), sign in front or behind, accounting brackets, exponent.
 * @returns undefined when the text is no number in this style
 */
export function parseDecimal(text: string, style: NumberStyle): Decimal | undefined {
  const trimmed = text.trim();
  if (style.decimal === '.' && PLAIN.test(trimmed)) return ofPlain(trimmed);
  if (trimmed.length > LONGEST) return undefined;
  const bare = trimmed
    .replace('\u2212', '-')
    .replace(/[A-Za-z]{0,3}\p{Sc}/u, '')
    .replace(/[\u00a0\u202f]/g, ' ')
    .trim();
  const match = SHAPE.exec(bare.replace(/^([-+]) +/, '$1'));
  if (match === null) return undefined;
  const [, open, front, body = '', exponent, behind, close] = match;
  const signs = [open, front, behind].filter((sign) => sign !== undefined);
  if (signs.length > 1 || (open === undefined) !== (close === undefined)) return undefined;
  const digits = digitsOf(body.trim(), style);
  if (digits === undefined) return undefined;
  const value = shift(ofPlain(digits), Number(exponent ?? 0));
  return signs.length > 0 && signs[0] !== '+' ? negate(value) : value;
}

/** Plain notation, the scale kept. */
export function formatDecimal({ units, scale }: Decimal): string {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
  const sign = units < 0n ? '-' : '';
  if (scale === 0) return sign + digits;
  return `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

export const negate = ({ units, scale }: Decimal): Decimal => ({ units: -units, scale });

export function add(left: Decimal, right: Decimal): Decimal {
  const scale = Math.max(left.scale, right.scale);
  const raise = (value: Decimal): bigint => value.units * 10n ** BigInt(scale - value.scale);
  return { units: raise(left) + raise(right), scale };
}

export const ZERO: Decimal = { units: 0n, scale: 0 };
export const sum = (values: readonly Decimal[]): Decimal => values.reduce(add, ZERO);

/** The product without trailing zeros: `2.0 × 2.550` is `5.1`, so that a currency's minor units fit. */
export const times = (left: Decimal, right: Decimal): Decimal =>
  trimmed({ units: left.units * right.units, scale: left.scale + right.scale });

function trimmed({ units, scale }: Decimal): Decimal {
  let result = { units, scale };
  while (result.scale > 0 && result.units % 10n === 0n) {
    result = { units: result.units / 10n, scale: result.scale - 1 };
  }
  return result;
}

/** At most `places` decimals, halves away from zero as cash registers do. */
export function round(value: Decimal, places: number): Decimal {
  if (value.scale <= places) return value;
  const unit = 10n ** BigInt(value.scale - places);
  const half = value.units < 0n ? -unit / 2n : unit / 2n;
  return { units: (value.units + half) / unit, scale: places };
}
