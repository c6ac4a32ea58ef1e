/** Ends the check in one line where a prerequisite is absent; with TRINO_REQUIRED=1 that is a failure. */
export function skip(why: string): never {
  console.log(`SKIP conformance:trino: ${why}`);
  process.exit(process.env['TRINO_REQUIRED'] === '1' ? 1 : 0);
}
