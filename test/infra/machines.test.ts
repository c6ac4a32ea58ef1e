import { testChecks } from './checks/check';
import { machineEdgeChecks } from './checks/machine-edges';
import { machineChecks } from './checks/machines';

testChecks('the machines', machineChecks);
testChecks('the steps of the machines', machineEdgeChecks);
