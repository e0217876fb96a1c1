// The shop shares what it collected with others (bluepay.md 3b.18): one who lives in its own cell, one in another, and one who is suspended
// and gets nothing; now and then in two splits at once that may not both fit. Some of it is asked back.
import { setTimeout as sleep } from 'node:timers/promises';
import type { BluepayAnswer, BluepayFields } from '../../support/bluepay-client.ts';
import type { Random } from '../../support/random.ts';
import { type Asked, pauseMs } from '../insist.ts';
import { codes } from './codes.ts';
import type { ShareResult, ShopOrder, ShopSplit } from './book.ts';

interface SharingDeps {
  readonly random: Random;
  readonly insist: (path: string, fields: BluepayFields, lossy?: boolean) => Promise<Asked<BluepayAnswer> | undefined>;
  /** With whom it shares: their ids. */
  readonly receivers: readonly string[];
  onProblem(problem: string): void;
}

/** More than is left. */
const exceeded = 21021;
const mostQueries = 8;
const receiverType = 'PAYCOOLS_MCH';

/** Shares a completed collection. */
export function createSharing({ random, insist, receivers, onProblem }: SharingDeps) {
  /** Asks for a split or a return; answers whether it is there. */
  async function apply(
    asked: Omit<ShopSplit, 'receiver' | 'returns'>,
    path: string,
    fields: BluepayFields,
  ): Promise<boolean> {
    const { number } = asked;
    const said = await insist(path, fields, true);
    if (!said) return false;
    const { answer, tries, lost } = said;
    if (answer.code === codes.success && lost === codes.success)
      onProblem(`${number} was shared, and repeated it was shared again`);
    asked.accepted = answer.code === codes.success || (answer.code === codes.orderRepeated && tries > 1);
    if (!asked.accepted && answer.code !== exceeded) onProblem(`${number} was answered with ${answer.code}`);
    return asked.accepted;
  }

  async function follow(asked: Omit<ShopSplit, 'receiver' | 'returns'>, ask: () => Promise<unknown>): Promise<void> {
    for (let queries = 0; queries < mostQueries && asked.told === undefined; queries++) {
      await sleep(pauseMs);
      const result = await ask();
      if (result === 'SUCCESS' || result === 'FAILED') asked.told = result satisfies ShareResult;
      else if (result !== 'PENDING') onProblem(`${asked.number} was asked for, and is ${String(result)}`);
    }
  }

  async function split({ id: transactionId }: ShopOrder, shared: ShopSplit): Promise<void> {
    const { number: mchSplitOrderId, receiver: receiverAccount, amountMinor: amount } = shared;
    const receiver = { receiverType, receiverAccount, amount };
    const path = '/open-api/v1/split';
    if (!(await apply(shared, `${path}/apply`, { mchSplitOrderId, transactionId, receivers: [receiver] }))) return;
    await follow(shared, async () => {
      const found = await insist(`${path}/query`, { mchSplitOrderId });
      const [share] = (found?.answer.data['receivers'] ?? []) as BluepayFields[];
      return share?.['result'];
    });
    if (shared.told !== 'SUCCESS') return;
    // The second may be more than the first left.
    for (let times = random.between(0, 2); times > 0; times--) await askBack(shared);
  }

  async function askBack({ number: mchSplitOrderId, receiver: receiverAccount, amountMinor, returns }: ShopSplit) {
    const returnAmount = random.chance(0.4) ? amountMinor : random.between(1, amountMinor);
    const number = `${mchSplitOrderId}B${returns.length}`;
    const back: ShopSplit['returns'][number] = {
      number,
      amountMinor: returnAmount,
      accepted: undefined,
      told: undefined,
    };
    returns.push(back);
    const path = '/open-api/v1/split';
    const fields = { mchReturnOrderId: back.number, mchSplitOrderId, receiverAccount, returnAmount };
    if (!(await apply(back, `${path}/return`, fields))) return;
    await follow(back, async () => {
      const found = await insist(`${path}/return/query`, { mchReturnOrderId: back.number });
      return found?.answer.data['returnStatus'];
    });
  }

  return async (order: ShopOrder): Promise<void> => {
    const [from, to] = [Math.ceil(order.amountMinor / 4), Math.floor(order.amountMinor * 0.7)];
    const shares = Array.from({ length: random.between(1, 3) }, (_, index): ShopSplit => {
      const split = { number: `${order.mchOrderId}S${index}`, receiver: random.pick(receivers) };
      return { ...split, amountMinor: random.between(from, to), accepted: undefined, told: undefined, returns: [] };
    });
    order.splits.push(...shares);
    await Promise.all(shares.map((share) => split(order, share)));
  };
}
