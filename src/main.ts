// The gateway as a process: settings from the environment, a clean stop on SIGINT and SIGTERM, one sentence when it cannot start.
import { join } from 'node:path';
import { readDemo } from './demo.ts';
import { firstPayment } from './first-payment.ts';
import { startGateway } from './gateway.ts';
import { createLog } from './gateway-core.ts';
import { type Config, readConfig } from './kernel/config.ts';

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const log = createLog(config);
  const starting = startGateway(config, log);

  let stopping = false;
  const stop = async (signal: NodeJS.Signals) => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'Stopping: accepted requests are answered first.');
    // Who is told to stop while he starts has a database to stop as well; why a start failed is said below.
    const gateway = await starting.catch(() => undefined);
    await gateway?.close();
    log.info({}, 'Stopped.');
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      stop(signal).catch((error: unknown) => {
        log.error({ error: String(error) }, 'The gateway did not stop cleanly; nothing that was answered is lost.');
        process.exitCode = 1;
      });
    });
  }

  const { url } = await starting;
  if (!stopping) process.stdout.write(await greeting(url, config));
}

async function greeting(url: string, { mode, dataFolder }: Config): Promise<string> {
  const lines = [
    '',
    `Polypay serves ${url} in ${mode} mode. Ctrl-C stops it.`,
    '',
    `  data       ${dataFolder}`,
    `  health     ${url}/readyz`,
    `  metrics    ${url}/metrics`,
    `  docs       ${url}/docs`,
    `  admin API  ${url}/admin/openapi.json`,
    '',
  ];
  const demoPath = join(dataFolder, 'demo.json');
  const demo = mode === 'sandbox' ? await readDemo(demoPath) : undefined;
  if (demo) {
    lines.splice(4, 0, `  demo       ${demoPath} (credentials of the demo merchant)`);
    lines.push('Try a first payment in another terminal:', '', await firstPayment(demo, `FIRST${Date.now()}`));
  }
  return `${lines.join('\n')}\n`;
}

main().catch((error: unknown) => {
  process.stderr.write(`Polypay cannot start. ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
