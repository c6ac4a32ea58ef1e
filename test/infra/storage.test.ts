import { bucketPolicyChecks } from './checks/bucket-policies';
import { bucketChecks } from './checks/buckets';
import { testChecks } from './checks/check';
import { lifecycleChecks } from './checks/lifecycles';

testChecks('buckets', bucketChecks);
testChecks('bucket policies', bucketPolicyChecks);
testChecks('lifecycles', lifecycleChecks);
