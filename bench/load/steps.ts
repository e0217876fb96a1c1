// What is done over and over: create a payment; or create one, have it paid, and get its notification.
import type { Connection } from './connection.ts';
import { memberOf, writePost } from './http-message.ts';
import type { StepResult } from './loops.ts';
import type { Receiver } from './receiver.ts';
import type { Stock } from './stock.ts';

const accepted = '{"code":1000,';

export function creationStep(stock: Pick<Stock, 'take'>): (connection: Connection) => Promise<StepResult> {
  return async (connection) => {
    const request = stock.take();
    if (!request) return 'empty';
    return (await connection.exchange(request)).startsWith(accepted) ? 'done' : 'refused';
  };
}

/** Done when the receiver has the notification, and not before. */
export function lifecycleStep(
  stock: Pick<Stock, 'take'>,
  receiver: Pick<Receiver, 'expect'>,
): (connection: Connection) => Promise<StepResult> {
  return async (connection) => {
    const request = stock.take();
    if (!request) return 'empty';
    const created = await connection.exchange(request);
    if (!created.startsWith(accepted)) return 'refused';
    const transactionId = memberOf(created, 'transactionId');
    const told = receiver.expect(transactionId);
    const paid = `{"reference":"${transactionId}","outcome":"paid"}`;
    if ((await connection.exchange(writePost('/sandbox/act', paid))) !== '{"ok":true}') return 'refused';
    await told;
    return 'done';
  };
}
