import { testChecks } from './checks/check';
import { catalogChecks } from './checks/catalog';

testChecks('the catalog', catalogChecks);
