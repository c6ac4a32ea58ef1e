import { testChecks } from './checks/check';
import { machineChecks } from './checks/machines';

testChecks('the machines', machineChecks);
