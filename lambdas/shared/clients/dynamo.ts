import { lazy } from './lazy';

export const dynamo = lazy(async () => new (await import('@aws-sdk/client-dynamodb')).DynamoDB({}));
