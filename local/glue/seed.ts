import type { Resources } from '../assembly/resources';
import { object, text } from '../server/json';
import type { Catalog } from './catalog';
import { tableInput } from './tables';

/**
 * Puts the templates' databases and tables into the catalogue. A table that a template owns gets the template's
 * columns again with every start, as a deployment would; its partitions, and tables made by calls, stay.
 * @param now epoch seconds
 */
export function seedCatalog(catalog: Catalog, resources: Resources, now: number): void {
  for (const { properties } of resources.ofType('AWS::Glue::Database')) {
    const input = object(properties, 'DatabaseInput');
    const name = text(input, 'Name').toLowerCase();
    const known = catalog.database(name);
    if (JSON.stringify(known?.input) !== JSON.stringify(input)) {
      catalog.putDatabase({ name, input, createdAt: known?.createdAt ?? now });
    }
  }
  for (const { properties } of resources.ofType('AWS::Glue::Table')) {
    const database = text(properties, 'DatabaseName').toLowerCase();
    const input = tableInput(object(properties, 'TableInput'));
    const name = text(input, 'Name');
    const known = catalog.findTable(database, name);
    if (JSON.stringify(known?.input) === JSON.stringify(input)) continue;
    catalog.putTable({
      database,
      name,
      input,
      version: known === undefined ? 0 : known.version + 1,
      createdAt: known?.createdAt ?? now,
      updatedAt: now,
    });
  }
}
