import { expect } from 'vitest';
import { ofType, text, type Resource } from '../templates';
import type { Checks } from './check';

const DATA_FLOW = [
  'Network',
  'Storage',
  'Catalog',
  'Ingestion',
  'Warehouse',
  'Pipeline',
  'Access',
  'Monitoring',
];

const stackNamed = (resourceId: string): string => resourceId.replace(/NestedStack.*/, '');

/** For each nested stack, those it must wait for: through parameters or stated. */
function dependenciesOf(nested: readonly Resource[]): Map<string, readonly string[]> {
  return new Map(
    nested.map(({ id, Properties, DependsOn }) => {
      const used = `${text(Properties)}${JSON.stringify(DependsOn ?? [])}`;
      const others = nested.filter((other) => other.id !== id && used.includes(`"${other.id}"`));
      return [stackNamed(id), others.map((other) => stackNamed(other.id))];
    }),
  );
}

export function cycleIn(
  edges: ReadonlyMap<string, readonly string[]>,
): readonly string[] | undefined {
  const visit = (name: string, path: readonly string[]): readonly string[] | undefined => {
    if (path.includes(name)) return [...path, name];
    for (const next of edges.get(name) ?? []) {
      const cycle = visit(next, [...path, name]);
      if (cycle) return cycle;
    }
    return undefined;
  };
  for (const name of edges.keys()) {
    const cycle = visit(name, []);
    if (cycle) return cycle;
  }
  return undefined;
}

export const nestingChecks: Checks = {
  'depend on earlier ones only'(lake) {
    const edges = dependenciesOf(ofType(lake, 'AWS::CloudFormation::Stack'));

    expect([...edges.keys()]).toEqual(DATA_FLOW.filter((name) => edges.has(name)));
    expect(edges.size).toBeGreaterThanOrEqual(5);
    expect(cycleIn(edges)).toBeUndefined();
    for (const [name, needed] of edges) {
      for (const other of needed) {
        expect(DATA_FLOW.indexOf(other), `${name} needs ${other}`).toBeLessThan(
          DATA_FLOW.indexOf(name),
        );
      }
    }
  },

  'wait for the catalog, whose tables are found by name'(lake) {
    const edges = dependenciesOf(ofType(lake, 'AWS::CloudFormation::Stack'));

    expect(edges.get('Ingestion')).toContain('Catalog');
    expect(edges.get('Pipeline')).toContain('Catalog');
  },

  'send no notification from a bucket to a function: CloudFormation would see the cycle first'(
    lake,
  ) {
    const buckets = ofType(lake, 'AWS::S3::Bucket');

    expect(buckets.length).toBeGreaterThanOrEqual(5);
    for (const { id, Properties } of buckets) {
      const targets = Object.keys(Properties.NotificationConfiguration ?? {});
      expect(targets, id).toEqual(['EventBridgeConfiguration']);
    }
    const custom = lake.all.filter(({ Type }) => Type.startsWith('Custom::'));
    expect(custom).toEqual([]);
  },

  'export nothing by name'(lake) {
    expect(text(lake.all.map(({ Properties }) => Properties))).not.toContain('Fn::ImportValue');
  },
};
