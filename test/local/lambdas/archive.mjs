// Appends what it gets to a file; a record that says "poison" fails, alone or with the whole batch.
import { appendFileSync } from 'node:fs';

export const handler = async ({ Records }) => {
  const texts = Records.map(({ kinesis }) => Buffer.from(kinesis.data, 'base64').toString('utf8'));
  appendFileSync(process.env.ARCHIVE_FILE, `${JSON.stringify(texts)}\n`);
  if (texts.includes('"explode"')) throw new Error('asked to explode');
  const failed = Records.filter((_, index) => texts[index] === '"poison"');
  return {
    batchItemFailures: failed.map(({ kinesis }) => ({ itemIdentifier: kinesis.sequenceNumber })),
  };
};
