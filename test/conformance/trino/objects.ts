import { readdirSync } from 'node:fs';
import path from 'node:path';
import { s3Route } from '../../../local/s3/api';
import { FileStore } from '../../../local/s3/file-store';
import { Uploads } from '../../../local/s3/uploads';
import { dispatcher } from '../../../local/server/dispatch';
import { listen } from '../../../local/server/listen';

/** The laptop's S3 endpoint over the objects of a data folder, and nothing else of the laptop. */
export async function serveObjects(
  dataDir: string,
): Promise<{ readonly endpoint: string; close(): Promise<void> }> {
  const objects = new FileStore(dataDir);
  for (const bucket of readdirSync(path.join(dataDir, 's3'))) objects.addBucket(bucket);
  const refuse = async (): Promise<void> => {
    throw new Error('only objects are served here');
  };
  let port = 0;
  const listener = await listen(
    dispatcher({
      services: new Map(),
      s3: s3Route(objects, new Uploads(path.join(dataDir, 's3-uploads')), '000000000000'),
      sts: refuse,
      sns: refuse,
      hosts: () => [`127.0.0.1:${port}`],
      before: {},
      as: (_key, work) => work(),
      log: (line) => console.error(line),
    }),
    0,
  );
  port = listener.port;
  return { endpoint: `http://127.0.0.1:${port}`, close: () => listener.close(1_000) };
}
