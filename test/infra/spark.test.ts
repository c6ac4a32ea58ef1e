import { testChecks } from './checks/check';
import { sparkChecks } from './checks/spark';

testChecks('what Spark builds', sparkChecks);
