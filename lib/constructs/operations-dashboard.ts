import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { Measure } from '../alarms/alarm';
import type { DashboardRow, Graph } from '../alarms/dashboard';
import type { Deployment } from '../deployment';

export interface OperationsDashboardProps {
  readonly deployment: Deployment;
  /** Says what to do, above everything. */
  readonly advice: string;
  readonly rows: readonly DashboardRow[];
}

const WIDTH = 24;
const HEIGHT = 6;

/** One page to operate from: what to do on top, then the way of the data from left to right and top to bottom. */
export class OperationsDashboard extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { deployment, advice, rows }: OperationsDashboardProps,
  ) {
    super(scope, id);
    const dashboard = new cloudwatch.Dashboard(this, 'Dashboard', {
      dashboardName: `sluice-${deployment.config.env}`,
      defaultInterval: Duration.hours(12),
    });
    dashboard.addWidgets(
      new cloudwatch.TextWidget({ markdown: advice, width: WIDTH, height: HEIGHT }),
    );
    for (const row of rows) {
      dashboard.addWidgets(
        ...row.map(
          (graph) =>
            new cloudwatch.GraphWidget({
              title: graph.title,
              width: Math.floor(WIDTH / row.length),
              height: HEIGHT,
              left: graph.lines.map((line) => lineOf(graph, line)),
              leftAnnotations: graph.limit
                ? [{ value: graph.limit.value, label: graph.limit.label, color: '#d62728' }]
                : [],
              leftYAxis: { min: 0, label: graph.unit, showUnits: false },
              period: Duration.minutes(graph.periodMinutes),
            }),
        ),
      );
    }
  }
}

function lineOf(graph: Graph, line: Graph['lines'][number]): cloudwatch.IMetric {
  const period = Duration.minutes(graph.periodMinutes);
  if (!('formula' in line)) return metricOf(line, line.label, period);
  return new cloudwatch.MathExpression({
    expression: line.formula,
    label: line.label,
    usingMetrics: Object.fromEntries(
      Object.entries(line.of).map(([name, measure]) => [name, metricOf(measure, name, period)]),
    ),
    period,
  });
}

const metricOf = (measure: Measure, label: string, period: Duration): cloudwatch.Metric =>
  new cloudwatch.Metric({
    namespace: measure.namespace,
    metricName: measure.name,
    dimensionsMap: { ...measure.dimensions },
    statistic: measure.statistic,
    label,
    period,
  });
