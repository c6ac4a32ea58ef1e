import { to, type Setting } from './setting';

/** What functions run on. */
export const computeSettings: readonly Setting[] = [
  {
    kind: 'compute',
    property: 'Runtime',
    changes: [to('nodejs18.x')],
    type: 'AWS::Lambda::Function',
  },
  { kind: 'compute', property: 'Architectures', changes: ['drop'] },
  { kind: 'compute', property: 'TracingConfig', changes: ['drop'] },
  { kind: 'compute', property: 'TracingConfiguration', changes: ['drop'] },
  { kind: 'compute', property: 'LoggingConfig', changes: ['drop'], type: 'AWS::Lambda::Function' },
  { kind: 'compute', property: 'Timeout', changes: [to(3)], type: 'AWS::Lambda::Function' },
  { kind: 'compute', property: 'ReservedConcurrentExecutions', changes: [to(0)] },
  { kind: 'compute', property: 'Environment', changes: ['drop'], type: 'AWS::Lambda::Function' },
  { kind: 'compute', property: 'MemorySize', changes: [to(128)] },
  { kind: 'compute', property: 'EphemeralStorage', changes: ['drop'] },
  { kind: 'compute', property: 'Handler', changes: [to('other.handler')] },
  { kind: 'compute', property: 'CatalogTargets', changes: ['drop'] },
];
