// The load in a process of its own, so that it shares neither the gateway's event loop nor its memory.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { LoadOrder, LoadReport, Measured, Received } from './load/messages.ts';

export interface LoadProcess {
  /** Carries out one order at a time. `onMeasuring` is called when the warm-up is over. Rejects when the load fails. */
  measure(order: LoadOrder, onMeasuring?: () => void): Promise<{ measured: Measured; received: Received }>;
  stop(): Promise<void>;
}

const program = fileURLToPath(new URL('load/main.ts', import.meta.url));

export async function startLoadProcess(): Promise<LoadProcess> {
  // Detached: Ctrl-C is for the bench, which then stops its processes in order.
  const child = fork(program, { detached: true, env: { ...process.env, UV_THREADPOOL_SIZE: '2' } });
  const ended = new Promise<never>((_, reject) => {
    child.once('exit', () => reject(new Error('The load process has ended.')));
  });
  ended.catch(() => {});
  await Promise.race([once(child, 'message'), ended]);

  return {
    async measure(order, onMeasuring) {
      const done = new Promise<{ measured: Measured; received: Received }>((resolve, reject) => {
        const listen = (report: LoadReport) => {
          if (report.kind === 'measuring') return onMeasuring?.();
          child.off('message', listen);
          if (report.kind === 'measured') resolve(report);
          if (report.kind === 'failed') reject(new Error(report.message));
        };
        child.on('message', listen);
      });
      child.send(order);
      return Promise.race([done, ended]);
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}
