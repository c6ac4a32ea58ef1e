import { PROFILES } from '../../lib/profiles';
import { describe, expect, it } from 'vitest';
import { ENVIRONMENTS, configFor, type Config } from '../../lib/config';
import { validated } from '../../lib/validate-config';

const prod = configFor('prod');
const withStorage = (storage: Partial<Config['storage']>): Config => ({
  ...prod,
  storage: { ...prod.storage, ...storage },
});
const off = { objectLock: 'off' } as const;

describe('a configuration', () => {
  it.each(ENVIRONMENTS.flatMap((env) => PROFILES.map((profile) => [env, profile] as const)))(
    'of %s may be deployed with the profile %s',
    (env, profile) => expect(validated(configFor(env, profile)).profile).toBe(profile),
  );

  it.each(ENVIRONMENTS)('of %s may be deployed', (env) => {
    expect(validated(configFor(env))).toEqual(configFor(env));
  });

  it('deletes data only by two switches, the second of which names the environment', () => {
    const { storage } = withStorage(off);
    const keep = { ...prod, keepData: false, storage };

    expect(() => validated(keep)).toThrow("say dataMayGo: 'prod' as well");
    expect(() => validated({ ...keep, dataMayGo: 'dev' })).toThrow("say dataMayGo: 'prod'");
    expect(() => validated({ ...prod, dataMayGo: 'prod' })).toThrow('while keepData is on');
    expect(validated({ ...keep, dataMayGo: 'prod' }).keepData).toBe(false);
  });

  it('sets both switches in dev alone', () => {
    expect(ENVIRONMENTS.filter((env) => !configFor(env).keepData)).toEqual(['dev']);
    expect(ENVIRONMENTS.filter((env) => configFor(env).dataMayGo !== undefined)).toEqual(['dev']);
  });

  it('locks nothing where data may go', () => {
    expect(() => validated({ ...prod, keepData: false, dataMayGo: 'prod' })).toThrow(
      'switch it off where data may go',
    );
  });

  it('locks under COMPLIANCE only where each person has a key', () => {
    const objectLock = { mode: 'COMPLIANCE', days: 365 } as const;

    expect(() => validated(withStorage({ objectLock }))).toThrow('lets nobody erase a person');
    expect(() => validated(withStorage({ objectLock, perSubjectKeys: true }))).not.toThrow();
  });

  it.each([
    [{ objectLock: { mode: 'GOVERNANCE', days: 0 } }, 'whole days'],
    [{ objectLock: { mode: 'GOVERNANCE', days: 4000 } }, 'ends before the lock'],
    [{ tiering: { infrequentDays: 7, glacierInstantDays: 90 } }, '30 days before'],
    [{ tiering: { infrequentDays: 30, glacierInstantDays: 45 } }, '30 more'],
    [{ archiveTiering: { glacierDays: 90, deepArchiveDays: 120 } }, '90 days later'],
  ] as const)('refuses %j', (storage, message) => {
    expect(() => validated(withStorage(storage))).toThrow(message);
  });
});
