/** What a chat shows: few words, all of them made by this lake or by CloudWatch. */

interface Notice {
  readonly subject: string;
  readonly message: string;
}

type Members = Readonly<Record<string, unknown>>;
const isMembers = (value: unknown): value is Members => typeof value === 'object' && value !== null;
const textOf = (members: Members, name: string): string => {
  const value = members[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
};

/** Chats cut what is longer. */
const MOST_CHARACTERS = 2000;

function parsed(text: string): Members | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isMembers(value) ? value : undefined;
  } catch {
    return undefined; // plain text, e.g. of Budgets
  }
}

/** Lines for what is known: alarms of CloudWatch and alerts of the watcher; anything else as it came. */
function bodyOf(message: string): string {
  const members = parsed(message);
  if (members === undefined) return message;
  if ('AlarmName' in members) {
    const state = `${textOf(members, 'AlarmName')} is ${textOf(members, 'NewStateValue')}`;
    return `${state}\n${textOf(members, 'AlarmDescription')}`;
  }
  if ('rule' in members) {
    const money = `${textOf(members, 'amount')} ${textOf(members, 'currency')}`.trim();
    const who = textOf(members, 'customer') || textOf(members, 'source');
    return [textOf(members, 'reason'), money, who, `alert ${textOf(members, 'id')}`]
      .filter((part) => part !== '')
      .join(' · ');
  }
  return message;
}

export const chatText = ({ subject, message }: Notice): string =>
  [subject, bodyOf(message)]
    .filter((part) => part !== '')
    .join('\n')
    .slice(0, MOST_CHARACTERS);

/**
 * The notices of an SNS event.
 * @throws Error when it is another kind of event
 */
export function noticesOf(event: unknown): readonly Notice[] {
  const records: unknown = isMembers(event) ? event['Records'] : undefined;
  if (!Array.isArray(records)) throw new Error('event without records: the event is not from SNS');
  return records.map((record: unknown) => {
    const sns: unknown = isMembers(record) ? record['Sns'] : undefined;
    if (!isMembers(sns)) throw new Error('record without a notice: the event is not from SNS');
    return { subject: textOf(sns, 'Subject'), message: textOf(sns, 'Message') };
  });
}
