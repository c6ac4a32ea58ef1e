import type { WatchSettings } from '../shared/settings';
import { withOverrides, type Override } from './overrides';
import { WATCH_CATEGORY } from '../shared/names';

/** The one call that is made of the configuration table. */
export interface ConfigurationReader {
  query(input: {
    readonly TableName: string;
    readonly KeyConditionExpression: string;
    readonly ExpressionAttributeValues: Record<string, { S: string }>;
  }): Promise<{
    readonly Items?: readonly Readonly<Record<string, { readonly S?: string }>>[];
  }>;
}
export interface CurrentSettings {
  readonly settings: WatchSettings;
  /** Keys of overrides that are not valid; only when the table was just read. */
  readonly ignored: readonly string[];
  /** Name of the fault when the table could not be read: what was known before counts. */
  readonly fault?: string;
}

/** An override counts within a minute; reading costs next to nothing. */
export const CACHED_MS = 60_000;

/** Keeps what operators have set, and asks for it again every minute. */
export function currentSettings(
  own: WatchSettings,
  read: () => Promise<readonly Override[]>,
  now: () => number,
): () => Promise<CurrentSettings> {
  let known: WatchSettings = own;
  let readAt = Number.NEGATIVE_INFINITY;
  return async () => {
    if (now() - readAt < CACHED_MS) return { settings: known, ignored: [] };
    readAt = now();
    try {
      const { settings, ignored } = withOverrides(own, await read());
      known = settings;
      return { settings, ignored };
    } catch (fault) {
      const name = fault instanceof Error ? fault.name : 'unknown';
      return { settings: known, ignored: [], fault: name };
    }
  };
}

/** Items of the category: few, so that one page holds them all. */
export async function readOverrides(
  client: ConfigurationReader,
  tableName: string,
): Promise<readonly Override[]> {
  const { Items = [] } = await client.query({
    TableName: tableName,
    KeyConditionExpression: 'category = :category',
    ExpressionAttributeValues: { ':category': { S: WATCH_CATEGORY } },
  });
  return Items.map(({ key, value }) => ({ key: key?.S ?? '', value: value?.S }));
}
