// The order as Upay shows it (upay.md 2.6): in answers, in callbacks, on the way back from the cashier.
import type { Payment, Receipt } from '../../core/payment/payment.ts';
import { isReversed, type Refund } from '../../core/refund/refund.ts';
import type { Instant } from '../../kernel/clock.ts';
import { nameOfPayway, walletOfPayway } from './payways.ts';
import type { Settings } from './settings.ts';
import {
  actStatusOf,
  latestActOf,
  type Order,
  type OrderStatus,
  orderStatusOf,
  payStatusOf,
  type TransactionStatus,
} from './statuses.ts';

/** Values are texts; what is not known is absent. */
export interface OrderData {
  readonly sn: string;
  readonly client_sn: string;
  readonly client_tsn: string;
  readonly ctime: string;
  readonly status: TransactionStatus;
  readonly payway: string;
  readonly payway_name: string;
  readonly sub_payway: string;
  readonly order_status: OrderStatus;
  readonly payer_uid?: string;
  readonly payer_login?: string;
  readonly trade_no?: string;
  readonly total_amount: string;
  readonly net_amount: string;
  /** In answers only: what the act moved. */
  readonly settlement_amount?: string;
  readonly finish_time?: string;
  readonly channel_finish_time?: string;
  readonly subject: string;
  readonly description?: string;
  readonly store_id?: string;
  readonly terminal_id?: string;
  readonly terminal_sn: string;
  readonly operator: string;
  readonly reflect?: string;
  readonly payment_list: readonly { readonly type: string; readonly amount_total: string }[];
}

/** The act that `status`, `client_tsn`, `operator` and the times of finishing speak of: the payment, or a refund or cancel. */
type Act = 'payment' | Refund;

/** In the order of the published callback; of the latest act, unless another is named. */
export function orderData(
  order: Order,
  settings: Pick<Settings, 'alipayName'>,
  act: Act = latestActOf(order) ?? 'payment',
): OrderData {
  const { payment } = order;
  const { receipt, bankReference } = payment;
  const payway = textOf(payment, 'payway') ?? '';
  const status = statusOf(order, act);
  return {
    sn: payment.id,
    client_sn: payment.reference,
    client_tsn: actNumberOf(payment, act),
    ctime: `${payment.createdAt}`,
    status,
    payway,
    payway_name: nameOfPayway(payway, settings),
    sub_payway: textOf(payment, 'subPayway') ?? '',
    order_status: orderStatusOf(order),
    ...(receipt && { payer_uid: receipt.payerId, payer_login: receipt.payerAccount }),
    ...given('trade_no', bankReference),
    total_amount: `${payment.amountMinor}`,
    net_amount: `${netOf(order)}`,
    ...given('finish_time', finishedAt(order, act)),
    // Channels say it with a second's precision.
    ...(receipt && act === 'payment' && status === 'SUCCESS'
      ? { channel_finish_time: `${receipt.at - (receipt.at % 1000)}` }
      : {}),
    subject: textOf(payment, 'subject') ?? '',
    ...given('description', textOf(payment, 'description')),
    ...given('store_id', textOf(payment, 'storeSn')),
    ...given('terminal_id', textOf(payment, 'terminalId')),
    terminal_sn: textOf(payment, 'terminalSn') ?? '',
    operator: ofAct(payment, act, 'operator') ?? '',
    ...given('reflect', ofAct(payment, act, 'reflect')),
    payment_list: receipt ? fundingOf(payment, payway, receipt.source) : [],
  };
}

/** The same for an answer, which also says what a successful act moved. */
export function answerData(
  order: Order,
  settings: Pick<Settings, 'alipayName'>,
  act: Act = latestActOf(order) ?? 'payment',
): OrderData {
  const data = orderData(order, settings, act);
  if (data.status !== 'SUCCESS') return data;
  const { amountMinor } = act === 'payment' ? order.payment : act;
  return { ...data, settlement_amount: `${amountMinor}` };
}

function statusOf(order: Order, act: Act): TransactionStatus {
  return act === 'payment' ? payStatusOf(order) : actStatusOf(act);
}

/** The merchant's number of the act; a cancel has none of its own (upay.md 2.6; 7, Q21). */
function actNumberOf(payment: Payment, act: Act): string {
  if (act === 'payment' || act.kind === 'reversal') return payment.reference;
  return textOf(act, 'clientTsn') ?? `${payment.reference}-${act.reference}`;
}

/** What is left with the merchant, or will be once it is paid (upay.md 4.1). */
function netOf(order: Order): bigint {
  const { status, amountMinor, refundedMinor } = order.payment;
  return status === 'closed' || isReversed(order.payment, order.last) ? 0n : amountMinor - refundedMinor;
}

/** While the gateway takes a payment back it has finished as far as its merchant is concerned (upay.md 5). */
function finishedAt({ payment, last }: Order, act: Act): Instant | null {
  if (act !== 'payment') return act.finalAt;
  if (last?.initiator !== 'gateway') return payment.finalAt;
  if (last.status === 'completed') return last.finalAt;
  return last.status === 'failed' && payment.status === 'completed' ? payment.finalAt : last.createdAt;
}

/** Where the payer's money came from, in one part; empty where the published list has no name for it (upay.md 6.8). */
function fundingOf({ amountMinor }: Payment, payway: string, source: Receipt['source']): OrderData['payment_list'] {
  const cards = { debit_card: 'BANKCARD_DEBIT', credit_card: 'BANKCARD_CREDIT' } as const;
  const type = source === 'wallet' ? walletOfPayway(payway) : cards[source];
  return type === undefined ? [] : [{ type, amount_total: `${amountMinor}` }];
}

/** What was said with the act, or else with the order. */
function ofAct(payment: Payment, act: Act, name: string): string | undefined {
  return (act === 'payment' ? undefined : textOf(act, name)) ?? textOf(payment, name);
}

function textOf({ details }: Payment | Refund, name: string): string | undefined {
  const value = details[name];
  return typeof value === 'string' ? value : undefined;
}

function given<Name extends string>(
  name: Name,
  value: string | Instant | null | undefined,
): { [Key in Name]?: string } {
  return value === null || value === undefined ? {} : ({ [name]: `${value}` } as { [Key in Name]?: string });
}
