/** Reading of a template's properties: anything may be a function of CloudFormation. */
type Properties = Readonly<Record<string, unknown>>;

export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null
        ? Object.getOwnPropertyDescriptor(inner, key)?.value
        : undefined,
    value,
  );
}

export function numberAt(properties: Properties, ...path: readonly (string | number)[]): number {
  const value = Number(at(properties, ...path));
  return Number.isFinite(value) ? value : 0;
}

export const listAt = (
  properties: Properties,
  ...path: readonly (string | number)[]
): readonly unknown[] => {
  const value = at(properties, ...path);
  return Array.isArray(value) ? value : [];
};

/** Text with each function of CloudFormation in it as `?`. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  const parts = at(value, 'Fn::Join', 1);
  return Array.isArray(parts) ? parts.map(textOf).join('') : '?';
}

/** Logical ids that a value refers to. */
export const mentions = (value: unknown, id: string): boolean =>
  JSON.stringify(value ?? null).includes(`"${id}"`);

/** Times a month that a schedule fires; 0 for what is no schedule. */
export function firesPerMonth(expression: string, days = 30): number {
  const rate = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression);
  if (rate) {
    const minutes = { minute: 1, hour: 60, day: 1440 }[rate[2] ?? ''] ?? 1440;
    return (days * 1440) / (Number(rate[1]) * minutes);
  }
  const cron = /^cron\((\S+) (\S+) (\S+) (\S+) (\S+) \S+\)$/.exec(expression);
  if (!cron) return 0;
  const times = (field: string | undefined, span: number): number => {
    if (field === undefined || field === '*' || field === '?') return span;
    const step = /^[\d*]+\/(\d+)$/.exec(field);
    return step ? span / Number(step[1]) : field.split(',').length;
  };
  const weekly = cron[5] === '?' || cron[5] === '*' ? 1 : times(cron[5], 7) / 7;
  const dated = cron[3] === '?' || cron[3] === '*' ? 1 : times(cron[3], days) / days;
  return times(cron[1], 60) * times(cron[2], 24) * days * weekly * dated;
}
