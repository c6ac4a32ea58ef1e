import { emptyLakes } from './support/setup';

export const lakeOf = emptyLakes();
