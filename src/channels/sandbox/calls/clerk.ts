// Who stands between the connector and the bank's book: hands over, asks, and makes one answer of a bank that does not answer.
import type { Clock } from '../../../kernel/clock.ts';
import type { Answer, NotFound } from '../../../engine/connector.ts';
import type { BankOrder, OrderKind } from '../bank/order.ts';
import { openAnswer } from '../answers.ts';
import type { Bank } from '../bank/bank.ts';
import type { HandedOrder, OrderDesk } from '../order-desk.ts';
import type { Log } from '../tell-gateway.ts';

type Undecided = Extract<Answer, { kind: 'in_progress' | 'unknown' }>;

export interface Clerk {
  /** `decided` words what the bank has finished. */
  send<Decided>(order: HandedOrder, decided: (order: BankOrder) => Decided): Promise<Decided | Undecided>;
  query<Decided>(
    kind: OrderKind,
    key: string,
    decided: (order: BankOrder) => Decided,
  ): Promise<Decided | Undecided | NotFound>;
}

export interface ClerkDeps {
  readonly bank: Bank;
  readonly desk: OrderDesk;
  readonly clock: Clock;
  readonly log: Log;
}

const unanswered = { kind: 'unknown', trouble: 'io' } as const;

export function createClerk({ bank, desk, clock, log }: ClerkDeps): Clerk {
  return {
    async send(order, decided) {
      try {
        const known = await desk.take(order);
        if (!known) return unanswered;
        return known.status === 'accepted' ? openAnswer(known, 'sent') : decided(known);
      } catch (error) {
        log.warn({ error, orderId: order.id }, 'The sandbox bank did not answer when an order was handed over.');
        return unanswered;
      }
    },
    async query(kind, key, decided) {
      try {
        const known = await bank.orders.ask(kind, key, clock.now());
        if (!known) return { kind: 'not_found' };
        return known.status === 'accepted' ? openAnswer(known, 'asked') : decided(known);
      } catch (error) {
        log.warn({ error, orderId: key }, 'The sandbox bank did not answer when it was asked about an order.');
        return unanswered;
      }
    },
  };
}
