/** What our own statements raise when the count is wrong: the one quoted text that is no record's. */
const OURS = 'rows differ';
const MOST_CHARACTERS = 500;

/** The warehouse's message without the data that it quotes: whatever stands in quotes, and long numbers. */
export function scrubLoad(message: string): string {
  if (message.includes(OURS)) {
    return 'the copy holds another number of rows than were published: it keeps those of before';
  }
  return message
    .replace(/'(?:[^']|'')*'|"[^"]*"/g, '…')
    .replace(/\S+@\S+/g, '…')
    .replace(/\d[\d ./-]{3,}\d/g, '…')
    .slice(0, MOST_CHARACTERS);
}
