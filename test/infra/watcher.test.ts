import { testChecks } from './checks/check';
import { watcherChecks } from './checks/watcher';

testChecks('the watcher', watcherChecks);
