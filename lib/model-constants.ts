import type { Constants, ModelConstants } from '../lambdas/shared/models/constants';
import type { Config } from './environment';

/** Of every environment until lib/config.ts gives one its own. */
export const CONSTANTS: ModelConstants = {
  reportingCurrency: 'EUR',
  homeCountry: 'DE',
  fiscalYearStart: 1,
  largeAmount: 10_000,
};

/** What the models of an environment are compiled with. */
export const constantsOf = ({ pipeline, gate }: Pick<Config, 'pipeline' | 'gate'>): Constants => ({
  ...pipeline.constants,
  businessZone: gate.timeZone,
});
