import { styleText } from 'node:util';

type Format = Parameters<typeof styleText>[0];

/** Colours only for people: not into pipes and files, not where NO_COLOR is set. */
export interface Style {
  bold(text: string): string;
  dim(text: string): string;
  good(text: string): string;
  bad(text: string): string;
  warn(text: string): string;
  accent(text: string): string;
}

export function styleFor(stream: { readonly isTTY?: boolean }): Style {
  const wanted = stream.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== 'dumb';
  const paint = (format: Format) => (text: string) => (wanted ? styleText(format, text) : text);
  return {
    bold: paint('bold'),
    dim: paint('dim'),
    good: paint('green'),
    bad: paint('red'),
    warn: paint('yellow'),
    accent: paint('cyan'),
  };
}
