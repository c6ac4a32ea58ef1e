/**
 * Log lines as JSON, one object a line, as CloudWatch Logs Insights reads them.
 * Fields carry counts, names, positions and codes, never a value of a record.
 */
export type LogFields = Readonly<
  Record<string, string | number | boolean | readonly string[] | undefined>
>;
type Level = 'info' | 'warn' | 'error';

const write = (level: Level, message: string, fields: LogFields): void => {
  const line = JSON.stringify({ level, message, ...fields });
  if (level === 'error') console.error(line);
  else console.log(line);
};

export const log = {
  info: (message: string, fields: LogFields = {}): void => write('info', message, fields),
  warn: (message: string, fields: LogFields = {}): void => write('warn', message, fields),
  error: (message: string, fields: LogFields = {}): void => write('error', message, fields),
};
