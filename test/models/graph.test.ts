import { describe, expect, it } from 'vitest';
import { downstreamOf, findCycle, levelsOf, withUpstream } from '../../lambdas/shared/models/graph';

describe('the graph', () => {
  const node = (name: string, ...reads: string[]) => ({
    name,
    references: reads.map((read) => ({
      layer: 'silver' as const,
      table: read.replace('?', ''),
      ...(read.endsWith('?') ? { auditOnly: true } : {}),
    })),
  });
  const graph = [
    node('silver.a'),
    node('silver.b', 'a'),
    node('silver.c', 'b', 'a'),
    node('silver.d', 'a?'),
  ];

  it('has levels', () => {
    expect([...levelsOf(graph)]).toEqual([
      ['silver.a', 0],
      ['silver.b', 1],
      ['silver.c', 2],
      ['silver.d', 1],
    ]);
    expect(findCycle(graph)).toBeUndefined();
    expect(findCycle([node('silver.a', 'b'), node('silver.b', 'a')])).toEqual([
      'silver.a',
      'silver.b',
      'silver.a',
    ]);
  });

  it('knows all that a table reads, checks included', () => {
    expect([...withUpstream(graph, ['silver.c'])].sort()).toEqual([
      'silver.a',
      'silver.b',
      'silver.c',
    ]);
    expect([...withUpstream(graph, ['silver.d'])].sort()).toEqual(['silver.a', 'silver.d']);
    expect([...withUpstream(graph, ['silver.x'])]).toEqual([]);
  });

  it('knows what reads a table, checks aside', () => {
    expect([...downstreamOf(graph, ['silver.a'])]).toEqual(['silver.b', 'silver.c']);
    expect([...downstreamOf(graph, ['silver.c'])]).toEqual([]);
  });
});
