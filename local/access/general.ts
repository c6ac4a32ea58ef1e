/** What differs from run to run, in names of objects, executions and items. */
const RUN_SPECIFIC =
  /\d{4}-\d{2}-\d{2}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22,27}|[0-9a-f]{10,}|\d{3,}/i;
const DEPTH = 2;

/** A key by its first two folders: permissions are by prefix. A part that names a run or a day becomes `0`. */
export function generalKey(key: string): string {
  const parts = key.split('/');
  const folders = parts.slice(0, Math.min(DEPTH, parts.length - 1));
  const last = parts.length > 1 || RUN_SPECIFIC.test(key) ? '0' : key;
  return [...folders.map((part) => (RUN_SPECIFIC.test(part) ? '0' : part)), last].join('/');
}

/** A partition key of DynamoDB up to what names the item. */
export const generalItem = (key: string): string => key.replace(/#.*$/s, '#0');

/** A resource without what names a single object, execution or table of a run. */
export function generalArn(arn: string): string {
  const [, bucket, key] = /^(arn:[\w-]+:s3:::[^/]+\/)(.*)$/s.exec(arn) ?? [];
  if (bucket !== undefined && key !== undefined) return bucket + generalKey(key);
  if (arn.includes(':execution:')) return arn.replace(/:[^:]+$/, ':0');
  // Tables that a build makes for itself have its time in their names.
  if (arn.includes(':table/'))
    return arn.replace(/(?<place>:table\/[^/]+\/).*\d{8}.*$/, '$<place>0');
  return arn;
}
