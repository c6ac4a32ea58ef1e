import { backupChecks } from './checks/backups';
import { testChecks } from './checks/check';
import { keyChecks } from './checks/keys';
import { storeChecks } from './checks/stores';

testChecks('keys', keyChecks);
testChecks('tables of items', storeChecks);
testChecks('copies of tables', backupChecks);
