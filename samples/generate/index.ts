export {
  EVENT_TABLES,
  generateEvents,
  type Events,
  type EventTable,
  type ExpectedEvents,
} from './events';
export type { Expected } from './expected';
export { generateHistory, type History, type HistoryOptions } from './history';
export { generateLive, type Live, type LiveOptions, type LiveRecord } from './live';
