// The load process: sends requests that it signed before, receives the notifications, and measures. It takes its orders
// from the process that forked it, and ends with it.
import { createPaycoolsClient } from '../../test/support/paycools-client.ts';
import { type Connection, openConnections } from './connection.ts';
import { runClosedLoop, runPacedLoop } from './loops.ts';
import type { LoadApp, LoadOrder, LoadReport, LoadTarget, Measured } from './messages.ts';
import { startReceiver } from './receiver.ts';
import { creationStep, lifecycleStep } from './steps.ts';
import { createStock, type Stock } from './stock.ts';

const receiver = await startReceiver();
const stocks = new Map<string, Stock>();

process.on('message', (order: LoadOrder) => {
  carryOut(order).then(report, (error: unknown) =>
    report({ kind: 'failed', message: error instanceof Error ? error.message : String(error) }),
  );
});
process.on('disconnect', () => process.exit());
report({ kind: 'ready' });

function report(message: LoadReport): void {
  process.send?.(message);
}

async function carryOut(order: LoadOrder): Promise<LoadReport> {
  const { seconds } = order;
  const stock = stockOf(order);
  // Signing takes its time, and the gateway closes a connection that is silent for ten seconds: sign first, then connect.
  if (order.kind === 'paced') await stock.fill(Math.ceil(order.perSecond * (seconds + 1) * 1.1));
  const connections = await openConnections(order.gatewayPort, order.connections);
  const before = receiver.received();
  try {
    const measured = await measure(order, stock, connections);
    const after = receiver.received();
    const distinct = after.distinct - before.distinct;
    const sample = receiver.takeSample();
    const merchants = sample.length === 0 ? [] : order.apps.map((app) => merchantOf(app, order));
    const wrong = sample.filter((body) => !merchants.some((merchant) => merchant.verifyCallback(body)));
    return {
      kind: 'measured',
      measured,
      received: {
        distinct,
        repeated: after.all - before.all - distinct,
        signaturesChecked: sample.length,
        signaturesWrong: wrong.length,
      },
    };
  } finally {
    for (const connection of connections) connection.close();
  }
}

async function measure(order: LoadOrder, stock: Stock, connections: readonly Connection[]): Promise<Measured> {
  const { seconds } = order;
  const step = order.kind === 'lifecycles' ? lifecycleStep(stock, receiver) : creationStep(stock);
  const onMeasuring = () => report({ kind: 'measuring' });
  if (order.kind === 'paced') {
    return runPacedLoop({ connections, step, seconds, onMeasuring, perSecond: order.perSecond });
  }
  // The warm-up also says how many requests the measured part will take.
  const warmUpSeconds = Math.min(2, seconds / 4);
  await stock.fill(Math.ceil(4000 * warmUpSeconds));
  const warmUp = await runClosedLoop({ connections, step, seconds: warmUpSeconds, onMeasuring: () => {} });
  const expected = warmUp.count / Math.max(warmUp.seconds, 0.05);
  await stock.fill(Math.ceil(expected * 1.7 * (seconds + 1)) + 10 * connections.length);
  return runClosedLoop({ connections, step, seconds, onMeasuring });
}

/** What one order leaves over, the next one to the same merchants uses. */
function stockOf(target: LoadTarget): Stock {
  const name = `${target.apps.length} ${target.apps[0]?.appId}`;
  const stock = stocks.get(name) ?? createStock(target, `http://127.0.0.1:${receiver.port}/notify`);
  stocks.set(name, stock);
  return stock;
}

function merchantOf({ appId, callbackSecret }: LoadApp, { privateKey, gatewayPort }: LoadTarget) {
  const baseUrl = `http://127.0.0.1:${gatewayPort}`;
  return createPaycoolsClient({ baseUrl, appId, privateKeyPem: privateKey, callbackSecret });
}
