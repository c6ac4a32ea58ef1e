import { testChecks } from './checks/check';
import { peopleChecks } from './checks/people';
import { permissionChecks } from './checks/permissions';
import { trustChecks } from './checks/trust';

testChecks('the permissions', permissionChecks);
testChecks('the trust in roles', trustChecks);
testChecks('the people', peopleChecks);
