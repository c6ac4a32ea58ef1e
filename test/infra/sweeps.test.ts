import { testChecks } from './checks/check';
import { sweepChecks } from './checks/sweeps';

testChecks('every resource', sweepChecks);
