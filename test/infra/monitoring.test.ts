import { auditChecks } from './checks/audit';
import { testChecks } from './checks/check';
import { dashboardChecks } from './checks/dashboard';
import { healthChecks } from './checks/health';
import { monitoringChecks } from './checks/monitoring';
import { spendingChecks } from './checks/spending';

testChecks('the alarms', monitoringChecks);
testChecks('the health check', healthChecks);
testChecks('the audit', auditChecks);
testChecks('the spending', spendingChecks);
testChecks('the dashboard', dashboardChecks);
