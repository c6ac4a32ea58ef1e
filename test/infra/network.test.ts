import { testChecks } from './checks/check';
import { networkChecks } from './checks/network';

testChecks('the network', networkChecks);
