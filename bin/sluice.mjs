#!/usr/bin/env node
// The SDK's warning about Node 20 would stand above every answer; README says which versions were tried.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
const { register } = await import('tsx/esm/api');
register();
const { main } = await import('../cli/main.ts');
await main(process.argv);
