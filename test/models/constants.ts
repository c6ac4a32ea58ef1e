import { configFor } from '../../lib/config';
import { constantsOf } from '../../lib/model-constants';

/** The constants that the laptop's models are compiled with. */
export const constants = constantsOf(configFor('dev'));
