import { mentionsCard } from './cards';
import { NumberText } from './number-text';
import { isList, isObject, type Json, type Segment } from './scan';

/** Calls `found` for every card number in a value: in texts, long numbers and keys, at any depth. */
export function findCards(
  value: Json,
  segments: readonly Segment[],
  found: (segments: readonly Segment[]) => void,
): void {
  if (typeof value === 'string' || value instanceof NumberText) {
    if (mentionsCard(typeof value === 'string' ? value : value.text)) found(segments);
  } else if (isList(value)) {
    value.forEach((element, at) => findCards(element, [...segments, at], found));
  } else if (isObject(value)) {
    for (const [key, member] of value) {
      const path = [...segments, key];
      if (mentionsCard(key)) found(path);
      findCards(member, path, found);
    }
  }
}
