import type { ModelFile } from './draft';

/**
 * What a deployment decides about its tables. The compiler puts it in the place of `${reporting_currency}` and the like, so
 * that it is part of a model's fingerprint: another value rebuilds the tables that use it.
 */
export interface ModelConstants {
  /** ISO 4217: the currency of `amount_reporting`. */
  readonly reportingCurrency: string;
  /** ISO 3166-1 alpha-2: payments from elsewhere cross a border. */
  readonly homeCountry: string;
  /** Month, 1 to 12, with which a fiscal year begins. */
  readonly fiscalYearStart: number;
  /** Regulatory limit of a single payment, in units of its currency. */
  readonly largeAmount: number;
}
/** With the zone of the business day, which the gate settings hold. */
export interface Constants extends ModelConstants {
  /** IANA zone. */
  readonly businessZone: string;
}

interface Constant {
  readonly value: (constants: Constants) => string | number;
  /** What may stand in a statement: the value is put there as it is. */
  readonly pattern: RegExp;
}

const CONSTANTS: Readonly<Record<string, Constant>> = {
  reporting_currency: { value: (all) => all.reportingCurrency, pattern: /^[A-Z]{3}$/ },
  home_country: { value: (all) => all.homeCountry, pattern: /^[A-Z]{2}$/ },
  fiscal_year_start: { value: (all) => all.fiscalYearStart, pattern: /^(?:[1-9]|1[0-2])$/ },
  large_amount: { value: (all) => all.largeAmount, pattern: /^\d{1,12}$/ },
  business_zone: { value: (all) => all.businessZone, pattern: /^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/ },
};

export const CONSTANT_NAMES: readonly string[] = Object.keys(CONSTANTS);

const PLACEHOLDER = /\$\{([a-z_]+)\}/g;

/**
 * A function that puts the constants into model files; lines stay where they are.
 * @throws Error that names the constant whose value has not its shape
 */
export function constantsInto(constants: Constants): (file: ModelFile) => ModelFile {
  const values = new Map(
    Object.entries(CONSTANTS).map(([name, { value, pattern }]) => {
      const text = String(value(constants));
      if (!pattern.test(text)) {
        throw new Error(`constant ${name} is ${JSON.stringify(text)}: it must match ${pattern}`);
      }
      return [name, text];
    }),
  );
  return ({ file, text }) => ({
    file,
    text: text.replace(PLACEHOLDER, (whole, name: string) => values.get(name) ?? whole),
  });
}
