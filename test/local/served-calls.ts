/** Who makes a call: a room of the project, or a client that users bring. */
export type Caller =
  | 'lambdas'
  | 'cli'
  | 'state machines'
  | 'conformance: boto3 and AWS CLI'
  | 'conformance: Kinesis Producer Library'
  | 'conformance: Trino'
  | 'clients: consumers of the stream'
  | 'clients: multipart uploads'
  | 'clients: console habits';

/** Every call that the laptop runtime serves, and why it does: a call without a caller is code nobody needs. */
export const SERVED_CALLS: Readonly<Record<string, Readonly<Record<string, Caller>>>> = {
  athena: {
    GetQueryExecution: 'cli',
    GetQueryResults: 'cli',
    GetWorkGroup: 'conformance: boto3 and AWS CLI',
    StartQueryExecution: 'cli',
    StopQueryExecution: 'conformance: boto3 and AWS CLI',
  },
  dynamodb: {
    BatchGetItem: 'lambdas',
    DeleteItem: 'lambdas',
    GetItem: 'lambdas',
    PutItem: 'lambdas',
    Query: 'lambdas',
    UpdateItem: 'lambdas',
  },
  glue: {
    BatchCreatePartition: 'lambdas',
    BatchDeletePartition: 'lambdas',
    BatchUpdatePartition: 'lambdas',
    CreateTable: 'lambdas',
    DeleteTable: 'lambdas',
    GetDatabase: 'conformance: boto3 and AWS CLI',
    GetDatabases: 'conformance: boto3 and AWS CLI',
    GetPartition: 'conformance: boto3 and AWS CLI',
    GetPartitions: 'lambdas',
    GetTable: 'lambdas',
    GetTables: 'cli',
    UpdateTable: 'lambdas',
  },
  kinesis: {
    DescribeStream: 'conformance: boto3 and AWS CLI',
    DescribeStreamSummary: 'conformance: boto3 and AWS CLI',
    GetRecords: 'clients: consumers of the stream',
    GetShardIterator: 'clients: consumers of the stream',
    ListShards: 'conformance: Kinesis Producer Library',
    ListStreams: 'conformance: boto3 and AWS CLI',
    PutRecord: 'conformance: boto3 and AWS CLI',
    PutRecords: 'cli',
  },
  kms: { GenerateMac: 'lambdas' },
  'redshift-data': {
    BatchExecuteStatement: 'lambdas',
    CancelStatement: 'lambdas',
    DescribeStatement: 'lambdas',
    ExecuteStatement: 'lambdas',
    GetStatementResult: 'lambdas',
  },
  'redshift-serverless': {
    CreateUsageLimit: 'lambdas',
    ListUsageLimits: 'lambdas',
    UpdateUsageLimit: 'lambdas',
  },
  s3: {
    AbortMultipartUpload: 'clients: multipart uploads',
    CompleteMultipartUpload: 'clients: multipart uploads',
    CopyObject: 'conformance: boto3 and AWS CLI',
    CreateMultipartUpload: 'clients: multipart uploads',
    DeleteObject: 'lambdas',
    DeleteObjects: 'lambdas',
    GetObject: 'lambdas',
    HeadObject: 'conformance: boto3 and AWS CLI',
    ListBuckets: 'conformance: boto3 and AWS CLI',
    ListObjectsV2: 'lambdas',
    PutObject: 'lambdas',
    PutObjectTagging: 'clients: console habits',
    UploadPart: 'clients: multipart uploads',
  },
  sns: {
    Publish: 'conformance: boto3 and AWS CLI',
    PublishBatch: 'lambdas',
  },
  'step-functions': {
    DescribeExecution: 'lambdas',
    DescribeStateMachine: 'conformance: boto3 and AWS CLI',
    GetExecutionHistory: 'conformance: boto3 and AWS CLI',
    ListExecutions: 'conformance: boto3 and AWS CLI',
    ListStateMachines: 'conformance: boto3 and AWS CLI',
    StartExecution: 'cli',
    StopExecution: 'conformance: boto3 and AWS CLI',
  },
  sts: { GetCallerIdentity: 'cli' },
};
