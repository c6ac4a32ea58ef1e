import type { Lake } from './target';

/** Names of the tables of silver and gold, `database.table`, in the order of the databases. */
export async function publishedTables(lake: Lake): Promise<readonly string[]> {
  const glue = await lake.clients.glue();
  const all = await Promise.all(
    ['silver', 'gold'].map(async (database) => {
      const names: string[] = [];
      let token: string | undefined;
      do {
        const page = await glue.getTables({ DatabaseName: database, NextToken: token });
        for (const { Name } of page.TableList ?? []) if (Name !== undefined) names.push(Name);
        token = page.NextToken;
      } while (token !== undefined);
      return names.sort().map((name) => `${database}.${name}`);
    }),
  );
  return all.flat();
}
