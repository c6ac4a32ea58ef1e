/** What a statement gave, values as Trino's JSON has them. */
export interface TrinoAnswer {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly unknown[])[];
}
export type RunTrino = (
  sql: string,
  session?: Readonly<Record<string, string>>,
) => Promise<TrinoAnswer>;

interface Page {
  readonly nextUri?: string;
  readonly columns?: TrinoAnswer['columns'];
  readonly data?: TrinoAnswer['rows'];
  readonly error?: { readonly errorName: string; readonly message: string };
}

/** Whole numbers of 16 digits and more stay exact, as text. */
const exact = (text: string): string =>
  text.replace(/"(?:[^"\\]|\\.)*"|(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/g, (found) =>
    found.startsWith('"') ? found : `"${found}"`,
  );

function pageOf(answer: unknown): Page {
  const found = Object(answer) as Page;
  return found.error === undefined || typeof found.error.errorName === 'string' ? found : {};
}

async function page(url: string, init: RequestInit): Promise<Page> {
  const answer = await fetch(url, init);
  const text = await answer.text();
  if (answer.status === 503) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    return page(url, init);
  }
  if (!answer.ok) throw new Error(`trino answered ${answer.status}: ${text.slice(0, 200)}`);
  return pageOf(JSON.parse(exact(text)));
}

/** @throws Error `ERROR_NAME: message` of a statement that failed */
export const trinoClient =
  (url: string): RunTrino =>
  async (sql, session = {}) => {
    const pairs = Object.entries(session).map(
      ([key, value]) => `${key}=${encodeURIComponent(value)}`,
    );
    const headers = {
      'X-Trino-User': 'conformance',
      'X-Trino-Catalog': 'awsdatacatalog',
      'X-Trino-Time-Zone': 'UTC',
      'X-Trino-Client-Capabilities': 'PARAMETRIC_DATETIME',
      ...(pairs.length > 0 && { 'X-Trino-Session': pairs.join(',') }),
    };
    const rows: (readonly unknown[])[] = [];
    let columns: TrinoAnswer['columns'] = [];
    let next = await page(`${url}/v1/statement`, { method: 'POST', headers, body: sql });
    for (;;) {
      columns = next.columns ?? columns;
      rows.push(...(next.data ?? []));
      if (next.error !== undefined)
        throw new Error(`${next.error.errorName}: ${next.error.message}`);
      if (next.nextUri === undefined) return { columns, rows };
      next = await page(next.nextUri, { headers });
    }
  };
