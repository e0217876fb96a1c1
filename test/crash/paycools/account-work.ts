// Customers pay under numbers that stay theirs: at billers and at the bank, as often as they like, within what the biller allows, until
// it closes them (paycools.md 4.1 to 4.3, 4.7, 6.1, 6.2).
import { arrivingMinor, digitsOf, scenarios } from '../book.ts';
import { type BillerAnswer, success } from './biller.ts';
import type { Desk } from './billing.ts';
import { type Bill, notYet } from './book.ts';
import { accountFields, aCredit, bank, billers } from './requests.ts';

/** Where each kind is opened, the code of a repeat, and where a repeat is told what is there. */
const kinds = {
  bill: { path: '/api/v1/paymentCode', repeated: 1017 },
  bills: { path: '/api/v1/batch/paymentCode', repeated: success },
  transfer: { path: '/api/v1/batch/paymentAccount', repeated: 1019 },
} as const;

export function createAccountWork({ biller, book, random, number, create, insist, onProblem }: Desk) {
  function newBill(round: number): Bill {
    const kind = random.pick(['bill', 'bills', 'bills', 'transfer'] as const);
    const reference = number('bill');
    const first = random.between(0, 2);
    const several = billers.slice(first, first + random.between(2, 3));
    const channels = { bill: [random.pick(billers)], bills: several, transfer: [bank] }[kind];
    // Of what a payer sends who pays the least amount, too little arrives.
    const minMinor = random.between(0, 4) * 10_000 + scenarios.otherAmount;
    const terms = { channels, minMinor, maxMinor: random.between(30, 90) * 10_000 };
    const { path } = kinds[kind];
    const acts = { numbers: new Map<string, string>(), acts: [], cancelAsked: false, cancelTold: false };
    const bill: Bill = {
      kind,
      round,
      reference,
      path,
      fields: accountFields(reference, terms),
      ...terms,
      ...acts,
      ...notYet,
    };
    book.bills.push(bill);
    return bill;
  }

  async function open(bill: Bill): Promise<void> {
    const { kind, path, fields, reference, channels } = bill;
    const answer = await create(bill, () => biller.post(path, fields), kinds[kind].repeated);
    if (answer) return learn(bill, answer);
    // It is there, under numbers that these tell.
    const [where, what] =
      kind === 'bill'
        ? [kinds.bills.path, fields]
        : [`${kinds.transfer.path}/${reference}/update`, { channelCode: channels.join(',') }];
    await ask(bill, where, what);
  }

  /** Asks for what may be there, or has to be from now on. */
  async function ask(bill: Bill, path: string, fields: Bill['fields']): Promise<void> {
    const asked = await insist(`${path} ${bill.reference}`, () => biller.post(path, fields));
    if (!asked) return;
    if (asked.answer.code === success) learn(bill, asked.answer);
    else onProblem(`${path} of ${bill.reference} was answered with ${asked.answer.code}`);
  }

  function learn({ reference, numbers }: Bill, { data }: BillerAnswer): void {
    const listed = data['paymentVaList'] ?? data['paymentAccountList'] ?? [data];
    for (const { channelCode, referenceNumber, accountNumber } of listed as Record<string, string>[]) {
      const [channel, told] = [String(channelCode), String(referenceNumber ?? accountNumber)];
      const before = numbers.get(channel);
      if (before !== undefined && before !== told)
        onProblem(`${reference} at ${channel} was ${before} and is ${told} now`);
      numbers.set(channel, told);
    }
  }

  async function pay(bill: Bill): Promise<void> {
    const { reference, numbers, acts, minMinor, maxMinor, cancelTold } = bill;
    const paid = random.pickIfAny([...numbers.values()]);
    if (paid === undefined) return;
    const amountMinor = aCredit(random, bill);
    const act = { number: paid, outcome: 'paid' as const, amountMinor, done: false };
    acts.push(act);
    const status = await biller.act(paid, 'paid', amountMinor);
    act.done = status === 200;
    const isWanted = amountMinor >= minMinor && amountMinor <= maxMinor;
    const isTaken = isWanted && !cancelTold && !scenarios.failing.includes(digitsOf(amountMinor));
    if (status === 200 && !isTaken) onProblem(`${paid} of ${reference} took ${amountMinor}, which it must not`);
    const mayBeLate = bill.cancelAsked || arrivingMinor(amountMinor) < minMinor;
    if (status !== 409 || (isTaken && mayBeLate)) return;
    // Nothing was booked.
    acts.splice(acts.indexOf(act), 1);
    if (isTaken) onProblem(`${paid} of ${reference} did not take ${amountMinor}`);
  }

  async function cancel(bill: Bill): Promise<void> {
    const { reference, numbers } = bill;
    bill.cancelAsked = true;
    const path = '/api/v1/paymentCode/cancel';
    const asked = await insist(`${path} ${reference}`, () => biller.post(path, { mchOrderId: reference }), true);
    if (!asked) return;
    const closed = ((asked.answer.data['paymentVaList'] ?? []) as object[]).length;
    if (asked.answer.code === success && closed === numbers.size) bill.cancelTold = true;
    else onProblem(`${reference} was closed and answered with ${asked.answer.code} and ${closed} numbers`);
  }

  return {
    async bill(round: number): Promise<void> {
      const bill = newBill(round);
      await open(bill);
      const { kind, reference, path, fields, channels } = bill;
      if (kind === 'bills' && random.chance(0.3)) {
        const more = random.pick(billers);
        await ask(bill, `${path}/${reference}/update`, { channelCode: [...new Set([...channels, more])].join(',') });
      }
      for (let payments = random.between(1, 4); payments > 0; payments--) await pay(bill);
      // Whoever is in doubt asks again, and gets the same numbers.
      if (kind === 'bills' && random.chance(0.3)) await ask(bill, path, fields);
      if (kind === 'transfer' || random.chance(0.6)) return;
      await Promise.all([pay(bill), pay(bill), cancel(bill)]);
      if (bill.cancelTold) await pay(bill);
    },
  };
}
