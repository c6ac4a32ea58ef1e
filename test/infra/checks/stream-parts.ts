import { at, ofType, text, word, type Resource, type Templates, type Value } from '../templates';
import type { Check } from './check';

export const streams = (lake: Templates): readonly Resource[] =>
  ofType(lake, 'AWS::Kinesis::Stream');
export const shortName = ({ env }: Templates, { Properties }: Resource): string =>
  word(Properties.Name).slice(`sluice-${env}-`.length);
const names = (value: Value | undefined, ids: readonly string[]): boolean =>
  ids.some((id) => text(value).includes(`"${id}"`));
/** Consumers with a throughput of their own. */
export const fannedOut = (lake: Templates, stream: Resource): readonly string[] =>
  ofType(lake, 'AWS::Kinesis::StreamConsumer')
    .filter(({ Properties }) => names(Properties.StreamARN, [stream.id]))
    .map(({ id }) => id);
export const mappingsOf = (lake: Templates, stream: Resource): readonly Resource[] => {
  const sources = [stream.id, ...fannedOut(lake, stream)];
  return ofType(lake, 'AWS::Lambda::EventSourceMapping').filter(({ Properties }) =>
    names(Properties.EventSourceArn, sources),
  );
};
export const deliveriesOf = (lake: Templates, stream: Resource): readonly Resource[] =>
  ofType(lake, 'AWS::KinesisFirehose::DeliveryStream').filter(({ Properties }) =>
    text(at(Properties.KinesisStreamSourceConfiguration, 'KinesisStreamARN')).includes(
      `"${stream.id}"`,
    ),
  );

/** A check of every stream; none at all is a finding. */
export const eachStream =
  (wrong: (stream: Resource, lake: Templates) => readonly string[]): Check =>
  (lake) => {
    const all = streams(lake);
    if (all.length === 0) return ['no stream'];
    return all.flatMap((stream) => wrong(stream, lake).map((what) => `${stream.id}: ${what}`));
  };
/** A check of every function's source on a stream. */
export const eachSource = (
  wrong: (source: Resource, stream: Resource, lake: Templates) => readonly string[],
): Check =>
  eachStream((stream, lake) => {
    const sources = mappingsOf(lake, stream);
    if (sources.length === 0) return ['nothing reads it but the delivery'];
    return sources.flatMap((source) =>
      wrong(source, stream, lake).map((what) => `${source.id}: ${what}`),
    );
  });
export const unless = (isRight: boolean, what: string): readonly string[] =>
  isRight ? [] : [what];
