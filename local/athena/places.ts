import { noteFolder, noteObjects } from '../access/s3-calls';
import { catalogOf, epochSeconds } from '../glue/service';
import { tableSource } from '../glue/table-source';
import type { RuntimeContext } from '../server/service';
import type { Places } from './files';
import { recordedTables } from './recorded-tables';
import { diskPath } from './results';

/** The lake of a runtime; whoever reads it needs the permissions that are noted. */
export const placesOf = (ctx: RuntimeContext): Places => ({
  resolveLocation: (uri) => {
    if (uri.endsWith('/')) noteFolder(uri);
    else noteObjects(['GetObject'], uri);
    return diskPath(ctx.objects, uri);
  },
  tables: recordedTables(tableSource(catalogOf(ctx), epochSeconds), ctx),
});
