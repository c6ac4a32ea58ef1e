import { testChecks } from './checks/check';
import { doorChecks } from './checks/doors';

testChecks('the doors', doorChecks);
