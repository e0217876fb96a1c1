// Figures for Prometheus, and the functions with which the other parts report theirs.
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

export interface Metrics {
  /** One answered request. `code` is the dialect's own. */
  request(dialect: string, operation: string, code: string | number, durationMs: number): void;
  batch(batch: { cell: number; size: number; durationMs: number }): void;
  attempt(attempt: { outcome: string; latencyMs: number }): void;
  /** How long after it was due a task or notification was taken up. */
  taskLag(lagMs: number): void;
  /** A broken rule: it refused its own command only, but somebody must look. */
  bug(command: string): void;
  render(): Promise<string>;
  readonly contentType: string;
}

export function createMetrics(waiting: () => number): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const requests = new Counter({
    name: 'polypay_requests_total',
    help: 'Answered requests by dialect, operation and the code answered.',
    labelNames: ['dialect', 'operation', 'code'],
    registers,
  });
  const requestSeconds = new Histogram({
    name: 'polypay_request_seconds',
    help: 'From the whole request read to its answer.',
    labelNames: ['dialect', 'operation'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
    registers,
  });
  const batchSize = new Histogram({
    name: 'polypay_batch_commands',
    help: 'Commands committed together.',
    labelNames: ['cell'],
    buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256, 512],
    registers,
  });
  const batchSeconds = new Histogram({
    name: 'polypay_commit_seconds',
    help: 'From the first statement of a batch to its commit.',
    labelNames: ['cell'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1],
    registers,
  });
  const attempts = new Counter({
    name: 'polypay_delivery_attempts_total',
    help: 'Tries to deliver a notification by what came of them.',
    labelNames: ['outcome'],
    registers,
  });
  const attemptSeconds = new Histogram({
    name: 'polypay_delivery_seconds',
    help: 'How long a merchant took to answer a notification.',
    buckets: [0.005, 0.025, 0.1, 0.5, 1, 5, 10],
    registers,
  });
  const lag = new Histogram({
    name: 'polypay_task_lag_seconds',
    help: 'How long after it was due a task or notification was taken up.',
    buckets: [0.01, 0.1, 1, 5, 30, 300],
    registers,
  });
  const bugs = new Counter({
    name: 'polypay_bugs_total',
    help: 'Commands refused because a rule broke. Anything above zero needs a look.',
    labelNames: ['command'],
    registers,
  });
  registry.registerMetric(
    new Gauge({
      name: 'polypay_commands_waiting',
      help: 'Commands that wait for the next batch.',
      registers: [],
      collect() {
        this.set(waiting());
      },
    }),
  );

  return {
    request(dialect, operation, code, durationMs) {
      requests.inc({ dialect, operation, code });
      requestSeconds.observe({ dialect, operation }, durationMs / 1000);
    },
    batch({ cell, size, durationMs }) {
      batchSize.observe({ cell }, size);
      batchSeconds.observe({ cell }, durationMs / 1000);
    },
    attempt({ outcome, latencyMs }) {
      attempts.inc({ outcome });
      attemptSeconds.observe(latencyMs / 1000);
    },
    taskLag: (lagMs) => lag.observe(Math.max(0, lagMs) / 1000),
    bug: (command) => bugs.inc({ command }),
    render: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
