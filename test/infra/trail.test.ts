import { testChecks } from './checks/check';
import { trailChecks } from './checks/trail';

testChecks('the trail', trailChecks);
