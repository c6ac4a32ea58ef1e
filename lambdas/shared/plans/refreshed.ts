import type { Plan } from './plan';

/** Models whose refresh of the day this run is; a backfill of some days is nobody's refresh. */
export const refreshedModels = ({
  request,
  refresh,
}: Pick<Plan, 'request' | 'refresh'>): readonly string[] =>
  request.days === undefined ? refresh.due : [];
