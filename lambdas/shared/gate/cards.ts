/** Digits in groups, with at most two spaces, dashes, dots or underscores between two of them. */
const CANDIDATE = /[0-9](?:[ ._\u00a0-]{0,2}[0-9]){12,}/g;
/** Fewer characters cannot hold a card number. */
export const SHORTEST_CARD = 13;
const LONGEST_CARD = 19;

/** Ranges and lengths that issuers use (ISO/IEC 7812): a Luhn match alone is chance in one of ten. */
const ISSUED = [
  /^4(?:\d{12}|\d{15}|\d{18})$/, // Visa
  /^(?:5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12})$/, // Mastercard
  /^3[47]\d{13}$/, // American Express
  /^3(?:0[0-59]|[689]\d)\d{11,16}$/, // Diners Club
  /^(?:6011|64[4-9]\d|65\d\d)\d{12,15}$/, // Discover
  /^35(?:2[89]|[3-8]\d)\d{12,15}$/, // JCB
  /^62\d{14,17}$/, // UnionPay
  /^(?:5018|5020|5038|5893|6304|6759|676[1-3])\d{12,15}$/, // Maestro
];

/** Hashes, object ids and UUIDs: long runs of digits in them are chance. */
const IDENTIFIER =
  /^(?:[0-9a-f]{24}|[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;
const LETTER_OF_HEX = /[a-f]/i;
const IBAN = /^[a-z]{2}[0-9]{2}[a-z0-9]{11,30}$/i;

/** Sum of the digits from the right, every second one weighed; both checks below are of this kind. */
function weighedSum(digits: string, weigh: (digit: number) => number): number {
  let sum = 0;
  for (let at = digits.length - 1, place = 0; at >= 0; at -= 1, place += 1) {
    const digit = digits.charCodeAt(at) - 0x30;
    sum += place % 2 === 0 ? digit : weigh(digit);
  }
  return sum;
}

/** Luhn's check of a string of digits. */
export const passesLuhn = (digits: string): boolean =>
  weighedSum(digits, (digit) => (digit > 4 ? digit * 2 - 9 : digit * 2)) % 10 === 0;

/** An article number (EAN-13, GTIN-14) begins like a card often enough; its own check digit tells. */
const isArticle = (digits: string): boolean =>
  digits.length <= 14 && weighedSum(digits, (digit) => digit * 3) % 10 === 0;

const isCard = (digits: string): boolean =>
  ISSUED.some((range) => range.test(digits)) && passesLuhn(digits) && !isArticle(digits);

/** Whether neighbouring groups make a card number: an expiry date may follow it. */
function groupsHoldCard(groups: readonly string[]): boolean {
  for (let first = 0; first < groups.length; first += 1) {
    let digits = '';
    for (let next = first; next < groups.length && digits.length < LONGEST_CARD; next += 1) {
      digits += groups[next] ?? '';
      if (digits.length >= SHORTEST_CARD && digits.length <= LONGEST_CARD && isCard(digits)) {
        return true;
      }
    }
  }
  return false;
}

/** ISO 13616: an account number, moved and read as base 36, leaves 1 when divided by 97. */
function isIban(text: string): boolean {
  const compact = text.replace(/ /g, '');
  if (!IBAN.test(compact)) return false;
  let rest = 0;
  for (const character of compact.slice(4) + compact.slice(0, 4)) {
    const value = Number.parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}

const isIdentifier = (text: string): boolean =>
  (IDENTIFIER.test(text) && LETTER_OF_HEX.test(text)) || isIban(text);

/** Most texts hold fewer digits than any card number: counting them is cheaper than searching. */
function hasEnoughDigits(text: string): boolean {
  let digits = 0;
  for (let at = 0; at < text.length && digits < SHORTEST_CARD; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit >= 0x30 && unit <= 0x39) digits += 1;
  }
  return digits >= SHORTEST_CARD;
}

/** Whether a card number stands anywhere in a text. Linear in its length. */
export function mentionsCard(text: string): boolean {
  if (text.length < SHORTEST_CARD || !hasEnoughDigits(text)) return false;
  for (const [candidate] of text.matchAll(CANDIDATE)) {
    if (groupsHoldCard(candidate.split(/[^0-9]+/))) return !isIdentifier(text);
  }
  return false;
}

/** Whether a text could hide a card number, however unlikely: such texts are never shown. */
export const looksLikeCard = (text: string): boolean =>
  text.length >= SHORTEST_CARD && text.search(CANDIDATE) >= 0;

/** The digits of a card number as typed. */
export const cardDigits = (text: string): string => text.replace(/[ -]/g, '');
