import type { Command } from 'commander';
import { bytes, count, duration, plural } from './format';
import { progress } from './progress';
import { putRecords } from './put-records';
import { wholeNumber } from './query';
import { readLines } from './read-lines';
import { streamNamed } from './stream-named';
import { inSession, verb } from './verb';
import type { Shared } from './verb';

interface Options extends Shared {
  readonly stream: string;
  readonly rate?: string;
}

export const produceVerb = (): Command =>
  verb({
    name: 'produce',
    summary: 'Push records into the stream, one JSON record per line',
    about:
      'Every line is sent as it is: what the gate rejects ends in bronze.quarantine with its reasons.\n' +
      'Records that the stream refuses for the moment are sent again.',
    examples: [
      ['sluice produce records.ndjson', 'a file, .gz too'],
      ['my-app | sluice produce - --rate 500', 'standard input, at most 500 records a second'],
      ['sluice generate --rows 1000 --live | sluice produce -', 'something to try'],
      ['sluice produce moves.ndjson --stream inventory', 'another stream'],
    ],
  })
    .argument('<file>', 'NDJSON, or - for standard input')
    .option('--stream <name>', 'transactions, inventory or customer_updates', 'transactions')
    .option('--rate <n>', 'records a second at most')
    .action((file: string, options: Options) =>
      inSession('produce', options, async ({ print, lake }) => {
        const rate = options.rate === undefined ? undefined : wholeNumber(options.rate, '--rate');
        const { clients, place } = await lake();
        const { stream, idField } = streamNamed(place.env, options.stream);
        const started = Date.now();
        const shown = progress(print, `sending to ${stream} …`);
        const sent = await putRecords(await clients.kinesis(), readLines(file), {
          streamName: stream,
          idField,
          ...(rate === undefined ? {} : { rate }),
          onProgress: ({ records }) =>
            shown.update(`${count(records)} sent · ${perSecond(records, started)} a second`),
        });
        const tookMs = Date.now() - started;
        shown.clear();
        const answer = { stream, ...sent, tookMs };
        print.result(answer, () => {
          const again = sent.resent > 0 ? `, ${count(sent.resent)} of them again` : '';
          const facts = `${bytes(sent.bytes)} in ${duration(tookMs)}`;
          const speed = `${perSecond(sent.records, started)} a second`;
          print.line(`sent ${plural(sent.records, 'record')} to ${stream}${again}`);
          print.line(print.style.dim(`${facts} · ${speed} · next: npx sluice run`));
        });
      }),
    );

const perSecond = (records: number, started: number): string =>
  count(Math.round(records / Math.max(0.001, (Date.now() - started) / 1000)));
