import { configFor } from '../../../lib/config';
import { at, listOf, text, word, type Resource, type Templates } from '../templates';
import type { Checks } from './check';
import { eachSource, unless } from './stream-parts';

/** Statements of the role of a function. */
function statementsOf(lake: Templates, source: Resource): readonly string[] {
  const handler = word(at(source.Properties.FunctionName, 'Ref'));
  const found = lake.all.find(({ id, Type }) => id === handler && Type === 'AWS::Lambda::Function');
  const role = word(at(found?.Properties.Role, 'Fn::GetAtt', 0));
  return lake.all
    .filter(({ Type }) => Type === 'AWS::IAM::Policy' || Type === 'AWS::IAM::ManagedPolicy')
    .filter(({ Properties }) => text(Properties.Roles).includes(`"${role}"`))
    .flatMap(({ Properties }) => listOf(at(Properties.PolicyDocument, 'Statement')).map(text));
}

export const streamConsumersChecks: Checks = {
  'every consumer says which records failed, and halves the batch around them': eachSource(
    ({ Properties }) => [
      ...unless(
        text(Properties.FunctionResponseTypes) === '["ReportBatchItemFailures"]',
        'gives no partial answer',
      ),
      ...unless(Properties.BisectBatchOnFunctionError === true, 'does not bisect'),
    ],
  ),
  'every consumer begins with the oldest record': eachSource(({ Properties }) =>
    unless(Properties.StartingPosition === 'TRIM_HORIZON', 'skips what is in the stream'),
  ),
  'every consumer gives up, in time to read the stream again': eachSource(
    ({ Properties }, stream) => {
      const kept = Number(stream.Properties.RetentionPeriodHours) * 3600;
      const age = Number(Properties.MaximumRecordAgeInSeconds ?? -1);
      const tries = Number(Properties.MaximumRetryAttempts ?? -1);
      return [
        ...unless(age > 0 && age <= kept / 2, `gives up after ${age} s of ${kept} s`),
        ...unless(tries >= 1 && tries <= 100, `tries ${tries} times`),
      ];
    },
  ),
  'archives try as often as configured, and in the configured batches': eachSource(
    ({ Properties }, _stream, { env }) => {
      if (!word(at(Properties.FunctionName, 'Ref')).includes('Archive')) return [];
      const { batchSize, windowSeconds, retries } = configFor(env).archive;
      return [
        ...unless(Properties.BatchSize === batchSize, 'another batch size'),
        ...unless(Properties.MaximumBatchingWindowInSeconds === windowSeconds, 'another window'),
        ...unless(Properties.MaximumRetryAttempts === retries, 'another number of retries'),
      ];
    },
  ),
  'what a consumer gives up goes to the archive bucket with its bytes': eachSource(
    ({ Properties }) => {
      const target = text(at(Properties.DestinationConfig, 'OnFailure', 'Destination'));
      // Only a bucket takes the payload: a queue or topic gets positions.
      return unless(/ArchiveBucket\w*Arn/.test(target), `goes to ${target}`);
    },
  ),
  'every consumer may leave a batch there and read its stream, and nothing else of them':
    eachSource((source, stream, lake) => {
      const statements = statementsOf(lake, source);
      const has = (...words: readonly string[]): boolean =>
        statements.some((statement) => words.every((one) => statement.includes(one)));
      const reads = statements.filter((statement) => statement.includes('kinesis:'));
      return [
        ...unless(has('"s3:PutObject"', '/aws/lambda/*'), 'may not leave a batch'),
        ...unless(has('"kms:GenerateDataKey"', '"s3.', 'SensitiveKey'), 'may not encrypt it'),
        ...unless(has('"kms:Decrypt"', '"kinesis.', 'SensitiveKey'), 'may not read the stream'),
        ...unless(
          reads.length > 0 &&
            reads.every((read) => !/kinesis:(?:\*|Put|Delete|Merge|Split|Update)/.test(read)),
          'may do more to the stream than read',
        ),
        ...unless(
          reads.every((read) => !read.includes('kinesis:Get') || read.includes(`"${stream.id}"`)),
          'reads another stream',
        ),
      ];
    }),
};
