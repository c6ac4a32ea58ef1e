import { testChecks } from './checks/check';
import { monitoringChecks } from './checks/monitoring';

testChecks('the alarms', monitoringChecks);
