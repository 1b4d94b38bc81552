/** A value of a metric, with what tells it apart from the others. */
export interface MetricValue {
  value: number;
  labels: Record<string, string | number>;
  metricName?: string;
}

/** A metric in the form in which prom-client hands them on and adds those of several processes. */
export interface Metric {
  name: string;
  help: string;
  type: 'counter' | 'gauge' | 'histogram';
  aggregator: 'sum' | 'min';
  values: MetricValue[];
}
