// How the bank works on orders: takes them, finishes them by itself at once or a moment later, and tells the gateway.
import type { Clock } from '../../kernel/clock.ts';
import { cellOfId, type IdSource } from '../../kernel/id.ts';
import type { Failure } from '../../core/failure.ts';
import { newBankReference } from './bank-reference.ts';
import type { Bank } from './bank/bank.ts';
import { type BankOrder, idOfKey, type Order } from './bank/order.ts';
import {
  arrivingAmount,
  type Course,
  courseOf,
  failureOf,
  lateDelayMs,
  ordinaryDelayMs,
  resendAfterMs,
} from './scenarios.ts';
import type { Teller } from './tell-gateway.ts';
import type { Timers } from './timers.ts';

/** An order as the gateway hands it over. */
export type HandedOrder = Omit<Order, 'reference' | 'cell'> & { readonly destination?: string };

/** How a person finishes an order. */
export interface FinishedByAct {
  readonly failure: Failure | null;
  /** What a payer pays; absent: what arrives by the amount's scenario. */
  readonly movedMinor?: bigint | undefined;
  /** When the payment ends that a payer pays too late to be heard of; null: nobody knows. */
  readonly expiresAt: number | null;
}

export interface OrderDesk {
  /**
   * Takes an order durably, once however often it is asked, and answers how it stands: some are finished at once, others finish by
   * themselves later. Undefined where the scenario never takes it.
   */
  take(order: HandedOrder): Promise<BankOrder | undefined>;
  /** Finishes an accepted order as its amount's scenario says, and tells the gateway. */
  finishByItself(order: Pick<BankOrder, 'id' | 'kind' | 'amountMinor' | 'targetId'>): Promise<void>;
  /** Finishes an accepted order as somebody wants it; undefined when it had finished already. */
  finishByAct(order: BankOrder, how: FinishedByAct): Promise<BankOrder | undefined>;
}

export interface OrderDeskDeps {
  readonly bank: Bank;
  readonly teller: Teller;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly timers: Timers;
}

export function createOrderDesk({ bank, teller, clock, ids, timers }: OrderDeskDeps): OrderDesk {
  /** By itself; answers how it stands then. */
  async function finish(order: Pick<BankOrder, 'id' | 'kind' | 'amountMinor' | 'targetId'>) {
    const { id, kind, amountMinor, targetId } = order;
    const course = courseOf(kind, amountMinor);
    const now = clock.now();
    return bank.orders.finish({
      id,
      targetId,
      failure: failureOf(course) ?? null,
      movedMinor: movedOf(kind, course, amountMinor),
      acted: false,
      at: now,
      dueAt: course.kind === 'answer_lost' ? null : now + resendAfterMs,
      awaitsExpiry: false,
    });
  }

  const desk: OrderDesk = {
    async take({ destination = '', ...handed }) {
      const { id, kind, amountMinor } = handed;
      const cell = cellOfId(idOfKey(id));
      if (cell === undefined) throw new Error(`${id} is not an id of Polypay.`);
      const course = courseOf(kind, amountMinor);
      if (course.kind === 'never_taken') return undefined;
      const now = clock.now();
      const delayMs = delayOf(kind, course);
      const order: Order = { ...handed, reference: newBankReference(ids, cell, now), cell };
      const dueAt = delayMs === null ? null : now + delayMs;
      const isNew = await bank.orders.accept({ ...order, destination, acceptedAt: now, dueAt });
      if (!isNew) return bank.orders.find(id);
      if (delayMs === 0) return (await finish(order)) ?? bank.orders.find(id);
      if (delayMs !== null) timers.after(delayMs, () => desk.finishByItself(order));
      return { ...order, ...untouched };
    },

    async finishByItself(order) {
      const finished = await finish(order);
      if (finished && courseOf(order.kind, order.amountMinor).kind !== 'answer_lost') await teller.order(finished);
    },

    async finishByAct({ id, kind, amountMinor, targetId }, { failure, movedMinor, expiresAt }) {
      const course = courseOf(kind, amountMinor);
      const now = clock.now();
      // Only what a payer pays by himself can be late, or lost on its way: everything else was late or lost before.
      const isPaid = kind === 'order' && failure === null;
      const isLate = isPaid && course.kind === 'confirmed_late';
      const finished = await bank.orders.finish({
        id,
        targetId,
        failure,
        movedMinor: movedMinor ?? movedOf(kind, course, amountMinor),
        acted: true,
        at: now,
        dueAt: isLate ? (expiresAt ?? now + lateDelayMs) : now + resendAfterMs,
        awaitsExpiry: isLate && expiresAt !== null,
      });
      const isTold = !isLate && !(isPaid && course.kind === 'answer_lost');
      if (finished && isTold) await teller.order(finished);
      return finished;
    },
  };
  return desk;
}

const untouched = {
  status: 'accepted',
  failure: null,
  movedMinor: 0n,
  creditReference: null,
  finishedAt: null,
  acted: false,
} as const satisfies Partial<BankOrder>;

/** Milliseconds until it finishes by itself; 0: before the gateway is answered; null: it waits for somebody. */
function delayOf(kind: Order['kind'], course: Course): number | null {
  if (course.kind === 'stays_pending') return null;
  // A payer pays an order; only what cannot be paid is refused by itself.
  if (kind === 'order') return failureOf(course) === undefined ? null : 0;
  // Whoever reverses a payment wants to know before the payer walks away.
  if (kind === 'reversal') return 0;
  return course.kind === 'confirmed_late' ? lateDelayMs : ordinaryDelayMs;
}

/** What moves, where it is not what was asked for: only payers pay something else. */
function movedOf(kind: Order['kind'], course: Course, amountMinor: bigint): bigint | null {
  const isPayIn = kind === 'charge' || kind === 'order' || kind === 'capture';
  return isPayIn && course.kind === 'other_amount' ? arrivingAmount(course, amountMinor) : null;
}
