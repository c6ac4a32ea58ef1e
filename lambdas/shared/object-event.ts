/** One "Object Created" event of S3, as EventBridge brings it. */
export interface ObjectEvent {
  readonly bucket: string;
  /** As stored: EventBridge does not URL-encode keys. */
  readonly key: string;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** @throws Error when the event is no such event: the rule that sent it is wrong */
export function objectEventOf(event: unknown): ObjectEvent {
  const detail = isRecord(event) ? event['detail'] : undefined;
  const bucket = isRecord(detail) && isRecord(detail['bucket']) ? detail['bucket']['name'] : '';
  const key = isRecord(detail) && isRecord(detail['object']) ? detail['object']['key'] : '';
  if (typeof bucket !== 'string' || typeof key !== 'string' || bucket === '' || key === '') {
    throw new Error(
      'not an "Object Created" event of S3: it needs detail.bucket.name and detail.object.key',
    );
  }
  return { bucket, key };
}
