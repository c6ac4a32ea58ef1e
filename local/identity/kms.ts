import { createHmac, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Resource } from '../assembly/resources';
import { AwsError } from '../server/errors';
import { type JsonObject, text } from '../server/json';
import type { RuntimeContext, Service } from '../server/service';

const ALGORITHM = 'HMAC_SHA_256';

/** KMS GenerateMac. The secret is made once per data folder and never leaves it. */
export function createKms(ctx: RuntimeContext): Service {
  const secret = installSecret(join(ctx.dataDir, 'kms', 'secret'));
  return {
    name: 'kms',
    target: 'TrentService',
    operations: { GenerateMac: (input) => generateMac(ctx, secret, input) },
  };
}

function generateMac(ctx: RuntimeContext, secret: Buffer, input: JsonObject): object {
  const key = findKey(ctx, text(input, 'KeyId'));
  const algorithm = text(input, 'MacAlgorithm');
  if (key.properties.KeySpec !== 'HMAC_256' || algorithm !== ALGORITHM) {
    throw new AwsError(
      'InvalidKeyUsageException',
      `GenerateMac is served for HMAC_256 keys and ${ALGORITHM}, not ${String(key.properties.KeySpec)} and ${algorithm}`,
    );
  }
  const message = Buffer.from(text(input, 'Message'), 'base64');
  if (message.length < 1 || message.length > 4096) {
    throw new AwsError('ValidationException', 'Message must have 1 to 4096 bytes');
  }
  // Every key of the template has material of its own, derived from the one secret.
  const material = createHmac('sha256', secret).update(key.name).digest();
  const mac = createHmac('sha256', material).update(message).digest('base64');
  return { Mac: mac, KeyId: key.arn, MacAlgorithm: ALGORITHM };
}

/** By key id, key ARN, alias name or alias ARN. */
function findKey({ resources }: RuntimeContext, id: string): Resource {
  const keys = resources.ofType('AWS::KMS::Key');
  const alias = resources
    .ofType('AWS::KMS::Alias')
    .find((one) => one.name === id || one.arn === id);
  const wanted = alias ? String(alias.properties.TargetKeyId) : id;
  const key = keys.find((one) => one.name === wanted || one.arn === wanted);
  if (!key) throw new AwsError('NotFoundException', `KMS key ${id} is not in the template`);
  return key;
}

function installSecret(path: string): Buffer {
  if (!existsSync(path)) {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(`${path}.new`, randomBytes(32), { mode: 0o600 });
    renameSync(`${path}.new`, path);
  }
  return readFileSync(path);
}
