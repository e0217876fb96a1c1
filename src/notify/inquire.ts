// Answers a channel that asks, before it collects under a number, whether the payer's money would be taken (paycools.md 4.3): by the
// instrument, and by its merchant where he wants to be asked. Nobody else waits while he thinks: no row, no lock, no batch.
import { accept } from '../kernel/outcome.ts';
import { cellOfId } from '../kernel/id.ts';
import type { Clock } from '../kernel/clock.ts';
import { refuseCredit } from '../core/instrument/admit-credit.ts';
import type { Instrument } from '../core/instrument/instrument.ts';
import { type Outcome, refuse } from '../core/reasons.ts';
import type { Dialect, Message, Verification } from '../engine/dialect.ts';
import type { Directory } from '../engine/directory.ts';
import type { Engine } from '../engine/engine.ts';
import type { CreditInquiry, Inquire } from '../engine/inquiry.ts';
import type { Mode, Resolve } from './outbound-address.ts';
import { createSender } from './send.ts';

export interface Inquirer {
  /** Rejects when the database does not answer. */
  readonly inquire: Inquire;
  /** Ends every question under way, now and later, as one without an answer. To be called before the server closes. */
  stop(): Promise<void>;
}

export interface InquirerDeps {
  readonly engine: Pick<Engine, 'find' | 'cells'>;
  readonly directory: Pick<Directory, 'findApp' | 'findMerchant' | 'channel'>;
  readonly dialects: readonly Dialect[];
  readonly clock: Clock;
  readonly mode: Mode;
  readonly log: { warn(fields: object, message: string): void };
  /** Looks host names up in live mode; the system's name servers by default. */
  readonly resolve?: Resolve;
}

interface Question {
  readonly verification: Verification;
  readonly message: Message;
}

/** Questions to one endpoint at a time, those that wait for a connection among them: if it hangs, no more hang with it. */
const mostUnderWay = 256;
const connectTimeoutMs = 10_000;

export function createInquirer(deps: InquirerDeps): Inquirer {
  const { engine, directory, dialects, clock, mode, log } = deps;
  const sender = createSender({ mode, timeoutMs: connectTimeoutMs, resolve: deps.resolve });
  /** By endpoint. */
  const underWay = new Map<string, number>();
  let stopped = false;

  /** The instrument as it stands now, if it takes the money. */
  async function admit({ instrumentId, amountMinor }: CreditInquiry): Promise<Outcome<Instrument>> {
    const cell = cellOfId(instrumentId);
    if (cell === undefined || cell >= engine.cells) return refuse('instrument_not_found');
    const instrument = await engine.find(cell, 'instruments', instrumentId);
    if (!instrument) return refuse('instrument_not_found');
    const merchant = await directory.findMerchant(instrument.merchantId);
    if (!merchant) throw new Error(`${instrumentId} belongs to no merchant.`);
    const channel = directory.channel(instrument.channel);
    return refuseCredit(instrument, channel, merchant.limits, amountMinor, clock.now()) ?? accept(instrument);
  }

  /** What its merchant is asked, or undefined where he wants no question. */
  async function questionOf(instrument: Instrument, { amountMinor, mobile }: CreditInquiry) {
    const app = await directory.findApp(instrument.appId);
    if (!app) throw new Error(`${instrument.id} belongs to no app.`);
    const verification = dialects.find(({ names }) => names.includes(app.dialect))?.verification;
    const message = verification?.ask({ instrument, amountMinor, mobile, at: clock.now() }, app);
    return verification && message && { verification, message };
  }

  /** Asks, and answers in a sentence what speaks against the payment, or undefined where the merchant permits it. */
  async function put({ verification, message: { url, body } }: Question): Promise<string | undefined> {
    if (url === '') return 'There is no address at which the merchant could be asked.';
    const endpoint = URL.parse(url)?.origin ?? '';
    const others = underWay.get(endpoint) ?? 0;
    if (stopped || others >= mostUnderWay) return 'The merchant cannot be asked now.';
    underWay.set(endpoint, others + 1);
    const answer = await sender.send(url, {}, body, verification.timeoutMs);
    const rest = (underWay.get(endpoint) ?? 1) - 1;
    if (rest > 0) underWay.set(endpoint, rest);
    else underWay.delete(endpoint);
    if (answer.status === null) return answer.problem;
    if (verification.permits(answer.status, answer.body.toString('utf8'))) return undefined;
    return `The merchant's answer does not permit it (HTTP ${answer.status}).`;
  }

  return {
    async inquire(inquiry) {
      const before = await admit(inquiry);
      const question = before.ok && (await questionOf(before.value, inquiry));
      if (!question) return before;
      const problem = await put(question);
      // While the merchant thought, it may have been cancelled, or its time may have come.
      if (problem === undefined) return admit(inquiry);
      // The address stays out of the log: it may hold a secret.
      const { instrumentId } = inquiry;
      log.warn({ instrumentId, problem }, 'A payment was not collected: its merchant did not permit it.');
      return refuse('payment_declined', problem);
    },
    async stop() {
      stopped = true;
      await sender.close();
    },
  };
}
