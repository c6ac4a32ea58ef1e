import { installedTrino } from '../../../local/trino/fetch';
import type { TrinoInstall } from '../../../local/trino/fetch';
import { TrinoAbsent } from '../../../local/trino/java';

/** Trino, or the end of the check in one line where it cannot be had; with TRINO_REQUIRED=1 that is a failure. */
export function trinoOrSkip(): TrinoInstall {
  try {
    return installedTrino((line) => console.log(line));
  } catch (error) {
    if (!(error instanceof TrinoAbsent)) throw error;
    console.log(`SKIP conformance:trino: ${error.message}; ${error.remedy}`);
    process.exit(process.env['TRINO_REQUIRED'] === '1' ? 1 : 0);
  }
}
