import type { Operation } from '../server/service';
import { text } from '../server/json';
import type { Catalog, StoredDatabase } from './catalog';
import { notFound } from './catalog';
import { pageOf } from './pages';

/** GetDatabase and GetDatabases. */
export function databaseOperations(
  catalog: Catalog,
  account: string,
): Readonly<Record<string, Operation>> {
  const shown = ({ name, input, createdAt }: StoredDatabase): object => ({
    ...input,
    Name: name,
    CreateTime: createdAt,
    CatalogId: account,
  });
  return {
    GetDatabase: (input) => {
      const name = text(input, 'Name');
      const database = catalog.database(name.toLowerCase());
      if (database === undefined) throw notFound(`Database ${name} not found.`);
      return { Database: shown(database) };
    },
    GetDatabases: (input) => {
      const { page, ...rest } = pageOf(catalog.databases(), input, 100);
      return { DatabaseList: page.map(shown), ...rest };
    },
  };
}
