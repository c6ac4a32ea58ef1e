import { testChecks } from './checks/check';
import { warehouseChecks } from './checks/warehouse';

testChecks('the warehouse', warehouseChecks);
