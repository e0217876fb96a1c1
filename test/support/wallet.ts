// What a merchant with a wallet channel does over a test sandbox, and what the gateway's tasks do for him.
import type { Authorisation, Release } from '../../src/core/authorisation/authorisation.ts';
import type { CallSubject } from '../../src/core/call/call.ts';
import type { CommandName, CommandOf, ValueOf } from '../../src/core/commands.ts';
import type { Payment } from '../../src/core/payment/payment.ts';
import type { Refund } from '../../src/core/refund/refund.ts';
import type { Sandbox } from '../../src/channels/sandbox/sandbox.ts';
import { openCall } from '../../src/tasks/calls/open-call.ts';
import { aDebit, aPayment, aRefund } from './commands.ts';
import { appId, merchantId } from './engine.ts';
import { eventually, type TestSandbox } from './sandbox.ts';

const owner = { merchantId, appId, details: {} };
const channel = 'WALLET';

export function createTestWallet(world: TestSandbox) {
  const { engine, newId } = world;
  let shown = 100_000_000_000_000;

  async function made<Name extends CommandName>(name: Name, command: CommandOf<Name>): Promise<ValueOf<Name>> {
    const outcome = await engine.execute(0, name, command);
    if (!outcome.ok) throw new Error(`${name} was refused: ${outcome.reason} ${outcome.detail ?? ''}`);
    return outcome.value;
  }

  /** A code that nobody has shown before; it ends in 0. */
  function newPayerCode(): string {
    shown += 10;
    return `28${shown}`;
  }

  /** What a task does: hands over or asks, and commits what it hears. */
  async function call(during: 'send' | 'query', subject: CallSubject, id: string, sandbox: Sandbox = world.sandbox) {
    const call = await openCall[subject](engine, 0, id);
    if (!call) return { kind: 'final' } as const;
    const answer = await call[during](sandbox.connector);
    if (!answer) throw new Error(`The sandbox cannot ${during} a ${subject}.`);
    if (answer.kind === 'in_progress' || answer.kind === 'unknown') {
      const trouble = answer.kind === 'unknown' ? (answer.trouble ?? 'io') : null;
      await engine.execute(0, 'await-answer', { subject, id, during, trouble });
    } else if (answer.kind !== 'not_found') await call.settle(answer);
    return answer;
  }

  function send(subject: CallSubject, { id }: { readonly id: string }, sandbox?: Sandbox) {
    return call('send', subject, id, sandbox);
  }

  function order(amountMinor: bigint, change: Partial<CommandOf<'create-payment'>> = {}): Promise<Payment> {
    return made('create-payment', aPayment(world, { channel, entry: 'order', amountMinor, ...change }));
  }

  async function ordered(amountMinor: bigint): Promise<Payment> {
    const payment = await order(amountMinor);
    await send('payment', payment);
    return payment;
  }

  return {
    newPayerCode,
    /** Waits to be charged. */
    charge(amountMinor: bigint, payerCode = newPayerCode()): Promise<Payment> {
      return made('create-payment', aPayment(world, { channel, entry: 'code', amountMinor, payerCode }));
    },
    order,
    /** Taken by a mandate. */
    debit(mandateId: string, amountMinor: bigint): Promise<Payment> {
      return made('create-payment', aDebit(world, mandateId, { amountMinor }));
    },
    refund(payment: Payment, amountMinor: bigint): Promise<Refund> {
      return made('create-refund', aRefund(payment, { id: newId('R'), amountMinor }));
    },
    async reversal({ id: paymentId }: Payment): Promise<Refund> {
      return (await made('reverse-payment', { paymentId, merchantId, sameDay: true, details: {} })).refund;
    },
    authorisation(amountMinor: bigint, payerCode = newPayerCode()): Promise<Authorisation> {
      const id = newId('C');
      const names = { id, referenceScope: merchantId, reference: id, operationReference: id };
      return made('create-authorisation', { ...owner, ...names, channel, amountMinor, payerCode });
    },
    capture({ id: authorisationId, reference }: Authorisation, amountMinor: bigint, id = newId('C')): Promise<Payment> {
      // A capture that takes over the id of its authorisation takes over its number as well.
      const names = { id, referenceScope: merchantId, reference: id === authorisationId ? reference : id };
      return made('capture', { ...owner, ...names, authorisationId, amountMinor, releaseRest: false, notifyUrl: null });
    },
    release({ id: authorisationId }: Authorisation, amountMinor: bigint): Promise<Release> {
      const id = newId('R');
      const names = { id, referenceScope: merchantId, reference: id };
      return made('create-release', { ...owner, ...names, authorisationId, amountMinor });
    },
    send,
    query: (subject: CallSubject, { id }: { readonly id: string }) => call('query', subject, id),
    /** An order that its channel has taken, and one that its payer has paid. */
    ordered,
    async paid(amountMinor: bigint): Promise<Payment> {
      const { id } = await ordered(amountMinor);
      const paid = await world.sandbox.act({ reference: id, outcome: 'paid' });
      if (!paid.ok) throw new Error(`${id} was not paid: ${paid.detail ?? ''}`);
      return (await world.payment(id)) as Payment;
    },
    /** The payment as it is when it is final. */
    async final({ id }: Payment): Promise<Payment> {
      const row = await eventually(
        () => world.payment(id),
        (found) => found?.status !== 'pending',
      );
      return row as Payment;
    },
  };
}

export type TestWallet = ReturnType<typeof createTestWallet>;
