import type { HealthSettings } from '../../lambdas/shared/settings';

export const healthSettings = (given: Partial<HealthSettings> = {}): HealthSettings => ({
  businessHours: 'off',
  expectedFiles: [],
  rejectShare: 0.1,
  rejectFloor: 100,
  regulatoryHours: 'off',
  businessDay: { timeZone: 'UTC', cutoffHour: 0 },
  ...given,
});
