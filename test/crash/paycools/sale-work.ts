// The biller sells on pages: of one channel (paycools.md 7.1), and of checkouts whose payers pick one, are quicker than the biller who
// closes them, or slower (9.2 to 9.4). Money goes back in parts, sometimes in two at once (8.1).
import { digitsOf, scenarios } from '../book.ts';
import { anAmount, aPart } from '../bluepay/amounts.ts';
import { orderRepeated, success } from './biller.ts';
import type { Desk } from './billing.ts';
import { type BillerRefund, newSale, type Sale, type Told } from './book.ts';
import { checkoutChannels, checkoutFields, pageFields, pages, refundFields } from './requests.ts';

const refundRepeated = 1515;
/** Another refund is under way, or has left too little; a channel that gives back the whole once was asked for more. */
const refundRefused: readonly number[] = [1502, 1506, 1508, 1512];
const wrong = 1009;
/** Channels that give back the whole or nothing; what is paid at a counter never goes back. */
const wholeOnly: readonly string[] = ['QRPH_DYNAMIC_QR'];
const neverBack: readonly string[] = ['7ELEVEN_VA'];

export interface SaleWork {
  sellOnPage(round: number): Promise<void>;
  sellAtCheckout(round: number): Promise<void>;
  /** Plays the payer or the bank, and writes down what of it counts. */
  act(sale: Sale, outcome: 'paid' | 'failed'): Promise<void>;
  /** Asks until it is final, or long enough; answers the last thing it was told. */
  follow(sale: Sale): Promise<Readonly<Record<string, unknown>>>;
  /** Gives some of it back, or all. */
  giveBack(sale: Sale, transactionId: string, channel: string): Promise<void>;
}

export function createSaleWork({ biller, book, random, number, create, insist, until, onProblem }: Desk): SaleWork {
  const { notifyUrl } = biller;

  function newOne(kind: 'web' | 'checkout', round: number): Sale {
    const [reference, amountMinor] = [number(kind), anAmount(random, 'web')];
    const [path, fields] =
      kind === 'web'
        ? ['/api/v1/payment', pageFields(reference, amountMinor, random.pick(pages), notifyUrl)]
        : ['/api/v2/checkout/generate', checkoutFields(reference, amountMinor, notifyUrl)];
    const sale = newSale({ kind, round, reference, path, fields, amountMinor });
    book.sales.push(sale);
    return sale;
  }

  function ask({ kind, id = '', reference }: Sale) {
    if (kind === 'web') return biller.get(`/api/v1/payment/${id}`, {});
    if (kind === 'debit') return biller.post('/api/v1/direct/debit/query', { transactionId: id });
    return biller.postParam('/api/v2/checkout/query', { mchOrderId: reference });
  }

  async function query(sale: Sale): Promise<Readonly<Record<string, unknown>>> {
    const { kind, reference, id, told } = sale;
    const asked = await insist(`the query of ${reference}`, () => ask(sale));
    if (!asked) return {};
    const { code, data } = asked.answer;
    if (code !== success) {
      onProblem(`${reference} (${id}) was asked for and answered with ${code}`);
      return {};
    }
    const named = String(data[kind === 'checkout' ? 'checkoutId' : 'transactionId']);
    if (id !== undefined && id !== named) onProblem(`${reference} was ${id} and is ${named} now`);
    sale.id ??= named;
    const status = data['transactionStatus'];
    if (status !== 'PENDING') told.add(status as Told);
    return data;
  }

  const work: SaleWork = {
    async sellOnPage(round) {
      const sale = newOne('web', round);
      const made = await create(sale, () => biller.post(sale.path, sale.fields), orderRepeated);
      // Nobody can ask for a page by its order's number.
      if (!made) return;
      const id = String(made.data['transactionId']);
      sale.id = id;
      await work.act(sale, random.chance(0.9) ? 'paid' : 'failed');
      await work.follow(sale);
      if (sale.told.has('COMPLETE') && random.chance(0.7))
        await work.giveBack(sale, id, String(sale.fields['channelCode']));
    },

    async sellAtCheckout(round) {
      const sale = newOne('checkout', round);
      const made = await create(sale, () => biller.postParam(sale.path, sale.fields), orderRepeated);
      sale.id = made ? String(made.data['checkoutId']) : undefined;
      if (!made) await query(sale);
      const page = made && String(made.data['checkoutUrl']);
      // Without its page nobody pays it.
      if (page === undefined) return random.chance(0.5) ? close(sale) : undefined;
      for (let picks = random.pick([1, 1, 2]); picks > 0; picks--) await pick(sale, page);
      const draw = random.next();
      if (draw < 0.25) await Promise.all([work.act(sale, 'paid'), close(sale)]);
      else if (draw < 0.35) await Promise.all([work.act(sale, 'paid'), pick(sale, page)]);
      else if (draw < 0.9) await work.act(sale, draw < 0.8 ? 'paid' : 'failed');
      else await close(sale);
      const { transactionId, channelCode } = await work.follow(sale);
      if (sale.told.has('COMPLETE') && random.chance(0.6))
        await work.giveBack(sale, String(transactionId), String(channelCode));
    },

    async act(sale, outcome) {
      const { reference, id, amountMinor, acts, told } = sale;
      if (id === undefined) return;
      const act = { outcome, amountMinor, done: false };
      acts.push(act);
      const isOver = told.size > 0 || sale.closeTold;
      const status = await biller.act(id, outcome, undefined);
      act.done = status === 200;
      const failsByItself = scenarios.failing.includes(digitsOf(amountMinor));
      if (status === 200 && isOver && !failsByItself) onProblem(`${reference} was ${outcome} when it was over`);
    },

    async follow(sale) {
      let last: Readonly<Record<string, unknown>> = {};
      await until(async () => {
        last = await query(sale);
        return sale.told.size > 0;
      });
      return last;
    },

    async giveBack(sale, transactionId, channel) {
      if (neverBack.includes(channel)) return;
      const isWhole = wholeOnly.includes(channel);
      let rest = sale.amountMinor;
      for (let parts = isWhole ? 1 : random.between(1, 3); parts > 0 && rest > 0; parts--) {
        // Now and then more is asked for than there is.
        if (random.chance(0.15)) await refundOnce(newRefund(sale, rest + random.between(1, 5_000)), transactionId);
        const isPair = !isWhole && random.chance(0.3);
        const asked = Array.from({ length: isPair ? 2 : 1 }, () =>
          newRefund(sale, isWhole || random.chance(0.2) ? rest : aPart(random, rest)),
        );
        await Promise.all(asked.map((refund) => refundOnce(refund, transactionId)));
        // What the bank has not decided keeps others out.
        if (asked.some(({ accepted, told }) => accepted !== false && told === undefined)) return;
        for (const { told, amountMinor } of asked) if (told === 'COMPLETE') rest -= amountMinor;
        if (rest < 0) onProblem(`of ${sale.reference} ${-rest} more went back than came`);
      }
    },
  };

  function newRefund({ reference, refunds }: Sale, amountMinor: number): BillerRefund {
    const refund = { number: `${reference}B${refunds.length}`, amountMinor, accepted: undefined, told: undefined };
    refunds.push(refund);
    return refund;
  }

  async function refundOnce(refund: BillerRefund, transactionId: string): Promise<void> {
    const { number: named, amountMinor } = refund;
    const path = '/api/payment/refund';
    const fields = refundFields(named, transactionId, amountMinor, notifyUrl);
    const send = () => biller.post(path, fields);
    const asked = await insist(`the refund ${named}`, send, true);
    if (!asked) return;
    const { answer, tries, lost } = asked;
    refund.accepted = answer.code === success || (answer.code === refundRepeated && tries > 1);
    if (!refund.accepted) {
      if (!refundRefused.includes(answer.code)) onProblem(`the refund ${named} was answered with ${answer.code}`);
      return;
    }
    if (answer.code === success && lost === success)
      onProblem(`the refund ${named} was taken, and repeated it was taken again`);
    // Some are in doubt all the same, and ask again: nothing may go back twice.
    if (random.chance(0.2)) {
      const again = await insist(`the refund ${named}`, send);
      if (again && again.answer.code !== refundRepeated)
        onProblem(`the refund ${named} exists, and repeated it was answered with ${again.answer.code}`);
    }
    await until(async () => {
      const found = await insist(`the refund ${named}`, () => biller.get(`${path}/query`, { mchRefundOrderId: named }));
      const status = found?.answer.data['refundStatus'];
      if (status === 'COMPLETE' || status === 'FAILED') refund.told = status;
      else if (status !== 'PENDING') onProblem(`the refund ${named} was asked for, and is ${String(status)}`);
      return refund.told !== undefined;
    });
  }

  async function pick(sale: Sale, page: string): Promise<void> {
    sale.picks++;
    await biller.pick(page, random.pick(checkoutChannels));
  }

  async function close(sale: Sale): Promise<void> {
    const { reference } = sale;
    sale.closeAsked = true;
    const send = () => biller.postParam('/api/v2/checkout/close', { mchOrderId: reference });
    const asked = await insist(`the end of ${reference}`, send, true);
    if (!asked) return;
    const { code, data } = asked.answer;
    if (code === success && data['status'] === 'CLOSED') sale.closeTold = true;
    else if (code !== wrong) onProblem(`${reference} was closed and answered with ${code} ${String(data['status'])}`);
  }

  return work;
}
