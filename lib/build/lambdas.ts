/** Files that lib/build/generate.ts makes and a bundle carries beside its handler. */
export type GeneratedFile = 'models.json' | 'mappings.json' | 'migrations.json';

/** Every Lambda of the lake, `lambdas/<name>/handler.ts`, with the generated files its handler reads. */
export const LAMBDAS = {
  'transform-records': [],
  'archive-records': [],
  'watch-records': [],
  'notify-chat': [],
  'ingest-file': ['mappings.json'],
  'note-object': [],
  'collect-failed': [],
  'plan-run': ['models.json'],
  'render-build': ['models.json'],
  'judge-build': ['models.json'],
  'publish-slices': ['models.json'],
  'report-run': ['models.json'],
  'load-warehouse': ['models.json'],
  'reap-slices': [],
  'check-health': ['models.json'],
  'migrate-warehouse': ['migrations.json'],
  'settle-network': [],
} as const satisfies Readonly<Record<string, readonly GeneratedFile[]>>;

export type LambdaName = keyof typeof LAMBDAS;
export const LAMBDA_NAMES = Object.keys(LAMBDAS) as readonly LambdaName[];
