/** `medallion-run.ts <home> <files as JSON>`: loads a history through the file door and runs the pipeline. */
import { homeAt } from '../../cli/home';
import { openLaptop } from '../../cli/target';
import { ownJson } from '../../lambdas/shared/own-json';
import { loadAll, runToEnd, type WrittenFile } from './history';
import type { PipelineFigures } from './medallion';

const [homeDir = '', filesGiven = ''] = process.argv.slice(2);
const home = homeAt(homeDir);
const { files } = ownJson<{ readonly files: readonly WrittenFile[] }>(filesGiven, 'files');

const lake = await openLaptop({ home, verb: 'bench' });
const loading = performance.now();
await loadAll(lake, files);
const loadSeconds = (performance.now() - loading) / 1000;

const running = performance.now();
await runToEnd(lake);
const seconds = (performance.now() - running) / 1000;
await lake.close();

const peakRssMb = Math.round(process.resourceUsage().maxRSS / 1024);
const figures: PipelineFigures = { seconds, loadSeconds, peakRssMb };
console.log(JSON.stringify(figures));
process.exit(0);
