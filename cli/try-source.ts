import { createHmac, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import path from 'node:path';
import { FileFault } from '../lambdas/ingest-file/faults';
import { MappingError } from '../lambdas/ingest-file/mapping-place';
import { testSource } from '../lambdas/ingest-file/test-source';
import type { SourceReport } from '../lambdas/ingest-file/test-source';
import { contracts } from '../lambdas/shared/contracts';
import type { Tokens } from '../lambdas/shared/gate/gate';
import { configFor } from '../lib/config';
import { Failure } from './failure';
import { readMapping } from './load-file';
import { chosen, datasetsIn } from './load-plan';
import { sizeOfFile } from './local-file';
import { LAPTOP_ENV } from './synth';

export interface TryOptions {
  readonly mapping?: string;
  readonly dataset?: string;
}

/** What the file door would make of a file. */
export async function tryFile(file: string, options: TryOptions): Promise<SourceReport> {
  await sizeOfFile(file);
  const mapping = options.mapping === undefined ? undefined : await readMapping(options.mapping);
  const names =
    mapping === undefined ? Object.keys(contracts) : datasetsIn(mapping, options.mapping ?? '');
  const dataset = chosen(file, options, names);
  const contract = contracts[dataset] ?? contracts['transactions'];
  if (contract === undefined) throw new Failure('usage', `unknown dataset ${dataset}`);
  try {
    return await testSource({
      bytes: createReadStream(file),
      fileName: path.basename(file),
      ...(mapping === undefined ? {} : { mapping, mappingName: options.mapping }),
      dataset,
      contract,
      settings: configFor(LAPTOP_ENV).gate,
      tokens: passingTokens(),
    });
  } catch (error) {
    if (error instanceof MappingError) throw new Failure('usage', error.message);
    if (error instanceof FileFault) throw new Failure('failed', `the file ${error.message}`);
    throw error;
  }
}

/** Tokens that mean nothing outside this process: the key dies with it. */
function passingTokens(): Tokens {
  const key = randomBytes(32);
  return {
    token: (domain, canonical) =>
      `c1_${createHmac('sha256', key).update(`${domain} ${canonical}`).digest('base64url')}`,
  };
}
