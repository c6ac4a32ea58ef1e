import type { Config } from './config';

/**
 * A configuration that may be deployed.
 * @throws Error that names the first setting that would lose data, or keep what must be erased
 */
export function validated(config: Config): Config {
  const problem = RULES.map((rule) => rule(config)).find((found) => found !== undefined);
  if (problem !== undefined) throw new Error(`configuration of ${config.env}: ${problem}`);
  return config;
}

type Rule = (config: Config) => string | undefined;

const RULES: readonly Rule[] = [
  // The second switch says the environment's name: settings copied from another one delete nothing.
  ({ env, keepData, dataMayGo }) =>
    keepData || dataMayGo === env
      ? undefined
      : `keepData is off, which deletes data with the stack: say dataMayGo: '${env}' as well`,
  ({ env, keepData, dataMayGo }) =>
    keepData && dataMayGo !== undefined
      ? `dataMayGo: '${dataMayGo}' means nothing while keepData is on: remove it in ${env}`
      : undefined,
  ({ keepData, storage: { objectLock } }) =>
    keepData || objectLock === 'off'
      ? undefined
      : `objectLock keeps the archive for ${objectLock.days} days: switch it off where data may go`,
  ({ storage: { objectLock, perSubjectKeys } }) =>
    objectLock !== 'off' && objectLock.mode === 'COMPLIANCE' && !perSubjectKeys
      ? 'objectLock COMPLIANCE lets nobody erase a person: use GOVERNANCE, or perSubjectKeys'
      : undefined,
  ({ storage: { objectLock } }) =>
    objectLock !== 'off' && !(Number.isInteger(objectLock.days) && objectLock.days >= 1)
      ? `objectLock needs whole days, not ${objectLock.days}`
      : undefined,
  ({ storage: { tiering } }) =>
    tiering.infrequentDays < 30 || tiering.glacierInstantDays < tiering.infrequentDays + 30
      ? 'tiering: S3 wants 30 days before infrequent access, and 30 more before the next class'
      : undefined,
  ({ storage: { archiveTiering } }) =>
    archiveTiering.deepArchiveDays < archiveTiering.glacierDays + 90
      ? 'archiveTiering: Glacier bills 90 days, so Deep Archive begins 90 days later at the earliest'
      : undefined,
  ({ storage: { mostDays, objectLock } }) =>
    objectLock !== 'off' && mostDays !== undefined && mostDays < objectLock.days
      ? `mostDays ${mostDays} ends history that objectLock keeps for ${objectLock.days} days`
      : undefined,
  ({ storage: { auditDays, objectLock } }) =>
    objectLock !== 'off' && auditDays < objectLock.days
      ? `auditDays ${auditDays} ends before the lock of ${objectLock.days} days does`
      : undefined,
];
