// Users permit the biller to debit them, or do not, and are debited until it ends their token (paycools.md 10.1 to 10.6).
import { orderRepeated, success } from './biller.ts';
import type { Desk } from './billing.ts';
import { isOpen, newSale, notYet, type Sale, type Token } from './book.ts';
import { aDebit, debitChannel, debitFields, tokenFields } from './requests.ts';
import type { SaleWork } from './sale-work.ts';

/** No token, one that has ended. */
const wrong = 1009;
const notFound = 1008;
/** How many of the latest sales are looked at for what is open. */
const mostDecided = 400;

export function createDebitWork(desk: Desk, sales: SaleWork) {
  const { biller, book, random, number, create, insist, onProblem } = desk;
  const { notifyUrl } = biller;

  async function newToken(round: number): Promise<Token> {
    const [reference, userId] = [number('token'), number('user')];
    const path = '/api/v1/direct/debit/token/apply';
    const asked = { round, reference, userId, path, fields: tokenFields(reference, userId, notifyUrl) };
    const nothing = { acts: [], payToken: undefined, cancelAsked: false, cancelTold: false };
    const token: Token = { ...asked, ...nothing, ...notYet };
    book.tokens.push(token);
    await create(token, () => biller.post(path, token.fields), orderRepeated);
    return token;
  }

  async function decide({ reference, acts }: Token, outcome: 'authorised' | 'failed'): Promise<void> {
    const act: Token['acts'][number] = { outcome, done: undefined };
    acts.push(act);
    const status = await biller.act(reference, outcome);
    if (status === 200) act.done = true;
    if (status === 409) act.done = false;
  }

  /** Learns the name of the token, once its user has given it. */
  async function find(token: Token): Promise<void> {
    const { userId } = token;
    const send = () => biller.post('/api/v1/direct/debit/token/query', { userId });
    const asked = await insist(`the tokens of ${userId}`, send);
    const [first, ...others] = (asked?.answer.data['tokenList'] ?? []) as Record<string, unknown>[];
    if (others.length > 0) onProblem(`${userId} was asked once and gave ${others.length + 1} tokens`);
    if (first) token.payToken = String(first['payToken']);
    else if (token.acts.some(({ outcome, done }) => outcome === 'authorised' && done === true))
      onProblem(`${userId} gave a token, and there is none`);
  }

  async function debit(token: Token, payToken: string): Promise<void> {
    const [reference, amountMinor] = [number('debit'), aDebit(random)];
    const [path, fields] = ['/api/v1/direct/debit/pay', debitFields(reference, amountMinor, payToken, notifyUrl)];
    // A token that its biller has ended, and was told so, takes nothing any more.
    if (token.cancelTold) {
      const asked = await insist(`${path} ${reference}`, () => biller.post(path, fields));
      if (asked && asked.answer.code !== wrong)
        onProblem(`${reference} by the ended token ${payToken} was answered with ${asked.answer.code}`);
      return;
    }
    const sale = newSale({ kind: 'debit', round: token.round, reference, path, fields, amountMinor });
    book.sales.push(sale);
    // Now and then two who do not know of each other debit under one number.
    await send(sale, token, random.chance(0.2) ? 2 : 1);
    if (sale.id === undefined) return;
    if (isOpen(amountMinor) && random.chance(0.5)) await sales.act(sale, random.chance(0.7) ? 'paid' : 'failed');
    await sales.follow(sale);
    if (sale.told.has('COMPLETE') && random.chance(0.5)) await sales.giveBack(sale, sale.id, debitChannel);
  }

  async function send(sale: Sale, token: Token, times: number): Promise<void> {
    const { path, reference, fields } = sale;
    const ask = () => insist(`${path} ${reference}`, () => biller.post(path, fields), times === 1);
    const answers = (await Promise.all(Array.from({ length: times }, ask))).filter((asked) => asked !== undefined);
    const made = answers.filter(({ answer }) => answer.code === success);
    const isAgain = made.length > 1 || made.some(({ lost }) => lost === success);
    if (isAgain) onProblem(`${reference} was debited, and repeated it was debited again`);
    const [first] = made;
    if (first) sale.id = String(first.answer.data['transactionId']);
    for (const { answer, tries, lost } of answers) {
      const { code } = answer;
      const isFirst = times === 1 && tries === 1;
      sale.unanswered ||= times === 1 && tries > 1 && lost === undefined;
      if (code === orderRepeated && !isFirst) sale.existed ||= sale.unanswered && tries === 2;
      // Who repeats it by a token that has ended meanwhile does not learn whether it was made before.
      else if (code === wrong && token.cancelAsked) sale.refused = isFirst ? 'surely' : 'perhaps';
      else if (code !== success) onProblem(`${reference} was answered with ${code} ${answer.message} at try ${tries}`);
    }
  }

  async function cancel(token: Token, payToken: string): Promise<void> {
    const { userId } = token;
    token.cancelAsked = true;
    const ask = () => biller.post('/api/v1/direct/debit/token/cancel', { userId, payToken });
    const asked = await insist(`the end of ${payToken}`, ask, true);
    if (!asked) return;
    const { answer, tries } = asked;
    // One that has ended is not there any more.
    if (answer.code === success || (answer.code === notFound && tries > 1)) token.cancelTold = true;
    else onProblem(`the token ${payToken} was ended and answered with ${answer.code}`);
  }

  return {
    async debitUser(round: number): Promise<void> {
      const token = await newToken(round);
      if (random.chance(0.1)) return;
      await decide(token, random.chance(0.85) ? 'authorised' : 'failed');
      await find(token);
      const { payToken } = token;
      if (payToken === undefined) return;
      for (let debits = random.between(1, 3); debits > 0; debits--) await debit(token, payToken);
      if (random.chance(0.5)) return;
      await Promise.all([debit(token, payToken), debit(token, payToken), cancel(token, payToken)]);
      if (token.cancelTold) await debit(token, payToken);
    },

    async decideOpen(): Promise<void> {
      for (const sale of book.sales.slice(-mostDecided)) {
        const { kind, id, amountMinor, acts, told, refunds } = sale;
        const outcome = random.chance(0.6) ? 'paid' : 'failed';
        if (kind === 'debit' && isOpen(amountMinor) && told.size === 0 && acts.length === 0)
          await sales.act(sale, outcome);
        const openRefund = refunds.find((refund) => isOpen(refund.amountMinor) && refund.told === undefined);
        if (id !== undefined && openRefund?.accepted === true) await biller.act(id, outcome);
      }
    },
  };
}
