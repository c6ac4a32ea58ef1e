import { testChecks } from './checks/check';
import { warehouseChecks } from './checks/warehouse';
import { warehouseWorkChecks } from './checks/warehouse-work';

testChecks('the warehouse', { ...warehouseChecks, ...warehouseWorkChecks });
