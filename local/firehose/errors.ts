import type { Misfit } from './convert';
import type { DeliverySettings } from './settings';
import type { Failed } from './transform';

/** One line of an object below `processing-failed` (Firehose guide, "Handle failure in data transformation"). */
export const processingFailed = (settings: DeliverySettings, failed: Failed, now: number): string =>
  JSON.stringify({
    attemptsMade: failed.attempts,
    arrivalTimestamp: failed.source.arrived,
    errorCode: failed.code,
    errorMessage: failed.message,
    attemptEndingTimestamp: now,
    rawData: failed.source.data.toString('base64'),
    lambdaArn: settings.transform?.functionArn,
  });

/** One line of an object below `format-conversion-failed` (Firehose guide, "Handling errors for data format conversion"). */
export const conversionFailed = (
  { arn, table }: DeliverySettings,
  misfit: Misfit,
  row: {
    readonly text: string;
    readonly arrived: number;
    readonly sequence: string;
    readonly subsequence: number;
  },
  now: number,
): string =>
  JSON.stringify({
    attemptsMade: 1,
    arrivalTimestamp: row.arrived,
    lastErrorCode: misfit.code,
    lastErrorMessage: misfit.message,
    attemptEndingTimestamp: now,
    rawData: Buffer.from(row.text).toString('base64'),
    sequenceNumber: row.sequence,
    subSequenceNumber: row.subsequence,
    dataCatalogTable: {
      catalogId: arn.split(':')[4],
      databaseName: table?.database,
      tableName: table?.table,
      region: arn.split(':')[3],
      versionId: table?.versionId,
      catalogArn: null,
    },
  });
