import type { GateSettings } from './settings';

type Members = Readonly<Record<string, unknown>>;

const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function membersOf(value: unknown, name: string): Members {
  if (isMembers(value)) return value;
  throw new Error(`GATE_SETTINGS: ${name} must be an object`);
}
function textOf(members: Members, name: string): string {
  const value = members[name];
  if (typeof value === 'string') return value;
  throw new Error(`GATE_SETTINGS: ${name} must be a text`);
}
function numberOf(members: Members, name: string): number {
  const value = members[name];
  if (typeof value === 'number') return value;
  throw new Error(`GATE_SETTINGS: ${name} must be a number`);
}

/** The settings that lib/config.ts put into the environment. @throws Error that names what is wrong */
export function readGateSettings(json: string): GateSettings {
  const members = membersOf(JSON.parse(json), 'the whole');
  const window = membersOf(members['window'], 'window');
  const cards = membersOf(members['cardNumbers'], 'cardNumbers');
  return {
    timeZone: textOf(members, 'timeZone'),
    cutoffHour: numberOf(members, 'cutoffHour'),
    schemaMode: textOf(members, 'schemaMode') === 'strict' ? 'strict' : 'collect',
    cardNumbers:
      cards['accept'] === true
        ? { accept: true, reason: textOf(cards, 'reason') }
        : { accept: false },
    window: {
      eventDays: numberOf(window, 'eventDays'),
      transactionDays: numberOf(window, 'transactionDays'),
      aheadMinutes: numberOf(window, 'aheadMinutes'),
    },
    uploadedMappings: members['uploadedMappings'] === true,
  };
}
