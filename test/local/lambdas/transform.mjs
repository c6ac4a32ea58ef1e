// Accepts objects with an id, quarantines the rest; the word in `act` asks for a special answer.
const row = (value) => Buffer.from(`${JSON.stringify(value)}\n`).toString('base64');

export const handler = async ({ records }) => ({
  records: records.flatMap(({ recordId, data, kinesisRecordMetadata: at }) => {
    const text = Buffer.from(data, 'base64').toString('utf8');
    let value;
    try {
      value = JSON.parse(text);
    } catch {
      value = undefined;
    }
    if (value?.act === 'crash') throw new TypeError('asked to crash');
    if (value?.act === 'forget') return [];
    if (value?.act === 'drop') return [{ recordId, result: 'Dropped', data }];
    if (value?.act === 'fail') return [{ recordId, result: 'ProcessingFailed', data }];
    if (value?.act === 'misfit') {
      const metadata = { partitionKeys: { table: 'events', key: 'day', day: '2026-01-01' } };
      return [{ recordId, result: 'Ok', data: row({ id: 'm', counter: 'many' }), metadata }];
    }
    const isGood = typeof value?.id === 'string';
    const metadata = {
      partitionKeys: isGood
        ? { table: 'events', key: 'day', day: value.day ?? '2026-01-01' }
        : { table: 'quarantine', key: 'day', day: '2026-01-02' },
    };
    const out = isGood
      ? { ID: value.id, counter: 9007199254740993n.toString(), nested: { a: [1] }, extra: 1 }
      : { id: null, sequence: at.sequenceNumber };
    const line = { ...out, sequence: at.sequenceNumber, sub: at.subsequenceNumber };
    // The counter is written without quotes: more digits than a double keeps.
    const textOut = JSON.stringify(line).replace('"9007199254740993"', '9007199254740993');
    const encoded = Buffer.from(`${textOut}\n`).toString('base64');
    return [{ recordId, result: 'Ok', data: encoded, metadata }];
  }),
});
