import { isObject } from '../server/json';

/** What a statement gave, values as Trino's JSON has them. */
export interface TrinoAnswer {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly unknown[])[];
  /** Rows that a CTAS wrote. */
  readonly written: number;
  /** Bytes read from objects. */
  readonly scanned: number;
}
export interface TrinoRequest {
  readonly session?: Readonly<Record<string, string>>;
  /** Database of names without one. */
  readonly schema?: string;
  /** Cancels the statement. */
  readonly signal?: AbortSignal;
}
export type RunTrino = (sql: string, request?: TrinoRequest) => Promise<TrinoAnswer>;

/** A statement that Trino refused or failed, by Trino's own name of the error. */
export class TrinoError extends Error {
  override readonly name = 'TrinoError';
  constructor(
    readonly code: string,
    readonly detail: string,
  ) {
    super(`${code}: ${detail}`);
  }
}

interface Page {
  readonly nextUri?: string;
  readonly columns?: TrinoAnswer['columns'];
  readonly data?: TrinoAnswer['rows'];
  readonly updateCount?: number;
  readonly stats?: { readonly physicalInputBytes?: number };
  readonly error?: { readonly errorName: string; readonly message: string };
}

/** Whole numbers of 16 digits and more stay exact, as text. */
const exact = (text: string): string =>
  text.replace(/"(?:[^"\\]|\\.)*"|(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/g, (found) =>
    found.startsWith('"') ? found : `"${found}"`,
  );

/** The members are those of Trino's client protocol (trino.io, "Trino client REST API"). */
function pageOf(answer: unknown): Page {
  if (!isObject(answer)) throw new Error('Trino answered what is no page of a result');
  return answer;
}

const PAUSE_MS = 100;

async function page(url: string, init: RequestInit): Promise<Page> {
  const answer = await fetch(url, init);
  const text = await answer.text();
  if (answer.status === 503) {
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    return page(url, init);
  }
  if (!answer.ok) throw new Error(`trino answered ${answer.status}: ${text.slice(0, 200)}`);
  return pageOf(JSON.parse(exact(text)));
}

function headersOf({ session = {}, schema }: TrinoRequest): Readonly<Record<string, string>> {
  const pairs = Object.entries(session).map(
    ([key, value]) => `${key}=${encodeURIComponent(value)}`,
  );
  return {
    'X-Trino-User': 'laptop',
    'X-Trino-Catalog': 'awsdatacatalog',
    'X-Trino-Time-Zone': 'UTC',
    'X-Trino-Client-Capabilities': 'PARAMETRIC_DATETIME',
    ...(schema !== undefined && { 'X-Trino-Schema': schema }),
    ...(pairs.length > 0 && { 'X-Trino-Session': pairs.join(',') }),
  };
}

/** @throws TrinoError of a statement that failed; of a cancelled one USER_CANCELED */
export const trinoClient =
  (url: string): RunTrino =>
  async (sql, request = {}) => {
    const headers = headersOf(request);
    const rows: (readonly unknown[])[] = [];
    let columns: TrinoAnswer['columns'] = [];
    let next = await page(`${url}/v1/statement`, { method: 'POST', headers, body: sql });
    for (;;) {
      columns = next.columns ?? columns;
      rows.push(...(next.data ?? []));
      if (next.error !== undefined) throw new TrinoError(next.error.errorName, next.error.message);
      if (next.nextUri === undefined) {
        const scanned = next.stats?.physicalInputBytes ?? 0;
        return { columns, rows, written: next.updateCount ?? 0, scanned };
      }
      if (request.signal?.aborted === true) {
        await fetch(next.nextUri, { method: 'DELETE', headers });
        throw new TrinoError('USER_CANCELED', 'Query was canceled');
      }
      next = await page(next.nextUri, { headers });
    }
  };
