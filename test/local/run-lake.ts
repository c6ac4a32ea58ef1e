// Started as a process of its own by the crash test: `run-lake.ts <assembly> <data>`; prints its endpoint.
import { start } from '../../local/runtime';

const [assemblyDir = '', dataDir = ''] = process.argv.slice(2);
const log = (line: string): void => console.error(line);
const runtime = await start({ assemblyDir, dataDir, port: 0, log });
console.log(runtime.endpoint);
process.once('SIGTERM', () => void runtime.stop().then(() => process.exit(0)));
