/** A value of a metric, with the labels that identify it. */
export interface MetricValue {
  value: number;
  labels: Record<string, string | number>;
  metricName?: string;
}

/** A metric in prom-client's JSON form, in which it adds up those of several processes. */
export interface Metric {
  name: string;
  help: string;
  type: 'counter' | 'gauge' | 'histogram';
  aggregator: 'sum' | 'min';
  values: MetricValue[];
}
