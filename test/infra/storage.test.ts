import { bucketPolicyChecks } from './checks/bucket-policies';
import { bucketChecks } from './checks/buckets';
import { testChecks } from './checks/check';

testChecks('buckets', bucketChecks);
testChecks('bucket policies', bucketPolicyChecks);
