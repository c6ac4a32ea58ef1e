import { athenaService } from '../athena/service';
import { createDynamo } from '../dynamodb/service';
import { glueService } from '../glue/service';
import { createKms } from '../identity/kms';
import { createKinesis, type Streams } from '../kinesis/service';
import { redshiftData } from '../redshift/data-api';
import { redshiftServerless } from '../redshift/usage-limits';
import { stepFunctions } from '../step-functions/service';
import type { TrinoInstall } from '../trino/fetch';
import type { RuntimeContext, Service } from './service';

/** The JSON-protocol services, in the order in which they start. */
export function createServices(
  ctx: RuntimeContext,
  streams: Streams,
  { throttle, trino }: { readonly throttle: boolean; readonly trino?: TrinoInstall },
): readonly Service[] {
  return [
    createKinesis(ctx, streams, throttle),
    createDynamo(ctx),
    createKms(ctx),
    glueService(ctx),
    athenaService(ctx, trino),
    redshiftData(ctx),
    redshiftServerless(ctx),
    stepFunctions(ctx),
  ];
}
