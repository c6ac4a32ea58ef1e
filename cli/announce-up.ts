import path from 'node:path';
import { configFor } from '../lib/config';
import type { Home } from './home';
import type { Printer } from './print';
import { streamNamed } from './stream-named';
import type { AthenaEngine, Lake } from './target';

interface Announcement {
  readonly home: Home;
  readonly print: Printer;
  readonly engine: AthenaEngine;
}

/** What `up` says when it answers. */
export function announce(lake: Lake, { home, print, engine }: Announcement): void {
  const { endpoint = '', differences = [], place } = lake;
  const answer = { endpoint, engine, pid: process.pid, data: home.dataDir, region: place.region };
  print.result({ ...answer, differences }, () => {
    const { bold, dim, accent } = print.style;
    print.line(`\n${bold('sluice is up')} at ${accent(endpoint)}`);
    print.line(`  data     ${path.relative(process.cwd(), home.dataDir) || home.dataDir}`);
    for (const { contract } of configFor(place.env).streams) {
      print.line(`  stream   ${streamNamed(place.env, contract).stream}`);
    }
    print.line('\nthe deployed artefacts run here; what differs from an AWS account:');
    for (const difference of [...emulated(engine), ...differences])
      print.line(dim(`  · ${difference}`));
    print.line('\nin another terminal:');
    for (const line of clientSetting(endpoint)) print.line(`  ${line}`);
    print.line(dim('\nCtrl-C stops it; data is kept'));
  });
}

const SHOWN: Readonly<Record<AthenaEngine, string>> = { duckdb: 'DuckDB', trino: 'Trino 476' };
const emulated = (engine: AthenaEngine): readonly string[] => [
  `Kinesis, Firehose, S3, Glue, Athena (${SHOWN[engine]}), Redshift (DuckDB), DynamoDB, Step Functions, SNS, KMS and STS are emulated`,
  'any other AWS call is refused by name',
];
const clientSetting = (endpoint: string): readonly string[] => [
  `export AWS_ENDPOINT_URL=${endpoint} AWS_REGION=us-east-1 AWS_ACCESS_KEY_ID=laptop AWS_SECRET_ACCESS_KEY=laptop`,
  'npx sluice generate --rows 1000 --live | npx sluice produce -',
  'npx sluice run',
  'npx sluice query "SELECT * FROM gold.daily_sales_summary LIMIT 5"',
];
