import type { Alert } from '../shared/alerts';

/** The one call that is made of SNS; its client fits. */
export interface BatchPublisher {
  publishBatch(input: {
    readonly TopicArn: string;
    readonly PublishBatchRequestEntries: Entry[];
  }): Promise<{ readonly Failed?: readonly { readonly Id?: string; readonly Code?: string }[] }>;
}
interface Entry {
  readonly Id: string;
  readonly Subject: string;
  readonly Message: string;
  readonly MessageAttributes: Record<string, { DataType: 'String'; StringValue: string }>;
}

/** What SNS takes in one call. */
const ENTRIES = 10;

const word = (StringValue: string) => ({ DataType: 'String' as const, StringValue });

/** Rule and severity as attributes too, so that a subscription can filter by them. */
const entryOf = (alert: Alert): Entry => ({
  Id: alert.id,
  Subject: `sluice ${alert.env}: ${alert.severity} ${alert.reason}`,
  Message: JSON.stringify(alert),
  MessageAttributes: {
    rule: word(alert.rule),
    reason: word(alert.reason),
    severity: word(alert.severity),
  },
});

/**
 * Publishes alerts. SNS takes a part of a batch and refuses another, in an answer that is no error.
 * @returns ids of those that were not published, with the reason's code
 */
export async function tell(
  sns: BatchPublisher,
  topicArn: string,
  alerts: readonly Alert[],
): Promise<ReadonlyMap<string, string>> {
  const refused = new Map<string, string>();
  for (let from = 0; from < alerts.length; from += ENTRIES) {
    const part = alerts.slice(from, from + ENTRIES);
    try {
      const { Failed = [] } = await sns.publishBatch({
        TopicArn: topicArn,
        PublishBatchRequestEntries: part.map(entryOf),
      });
      for (const { Id, Code } of Failed) if (Id !== undefined) refused.set(Id, Code ?? 'unknown');
    } catch (fault) {
      const code = fault instanceof Error ? fault.name : 'unknown';
      for (const { id } of part) refused.set(id, code);
    }
  }
  return refused;
}
