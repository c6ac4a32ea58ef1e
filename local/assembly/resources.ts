import type { JsonObject } from '../server/json';

/** One resource of the cloud assembly, with every intrinsic function of its properties resolved. */
export interface Resource {
  /** e.g. `AWS::Kinesis::Stream`. */
  readonly type: string;
  readonly logicalId: string;
  /** Path of the stack inside the assembly, e.g. `Sluice-dev/Storage`. */
  readonly stack: string;
  /** Physical name, e.g. the bucket's or the function's name. */
  readonly name: string;
  readonly arn: string;
  readonly properties: JsonObject;
  readonly metadata: JsonObject;
}

export interface Resources {
  readonly all: readonly Resource[];
  /** Empty when the assembly has none of the type. */
  ofType(type: string): readonly Resource[];
  byArn(arn: string): Resource | undefined;
  byName(type: string, name: string): Resource | undefined;
}
