/** `medallion-run.ts <home> <rows>`: loads a generated history through the file door and runs the pipeline. */
import path from 'node:path';
import { homeAt } from '../../cli/home';
import { openLaptop } from '../../cli/target';
import { loadAll, runToEnd, writeHistory } from './history';
import type { PipelineFigures } from './medallion';

/** As many slices as one statement may write, so that no build is split. */
const DAYS = 90;

const [homeDir = '', rowsGiven = ''] = process.argv.slice(2);
const home = homeAt(homeDir);
const endDate = new Date().toISOString().slice(0, 10);
const history = { rows: Number(rowsGiven), days: DAYS, endDate };
const files = writeHistory(path.join(home.dir, 'history'), history);

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
