// An operation of the API as data: where it is reached, who signs it, which fields it takes, and what it does with them.
import type { Static, TObject } from 'typebox';
import type { App, Merchant } from '../../core/merchant/merchant.ts';
import type { Reason } from '../../core/reasons.ts';
import type { Refused } from '../../kernel/outcome.ts';
import type { Store, Terminal, Vendor } from '../../engine/terminals.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { About } from '../about.ts';
import type { UpayDeps } from './deps.ts';
import { compileFields } from './fields.ts';
import type { Received } from './received.ts';
import { refusal, type Reply } from './reply.ts';
import type { Settings } from './settings.ts';

/** Who a terminal's signature stands for. */
export interface TerminalCaller {
  readonly terminal: Terminal;
  readonly store: Store;
  readonly app: App;
  readonly merchant: Merchant;
  readonly settings: Settings;
}

export interface VendorCaller {
  readonly vendor: Vendor;
}

interface Callers {
  readonly terminal: TerminalCaller;
  readonly vendor: VendorCaller;
}

export type Signer = keyof Callers;

/** `answer` is the whole body with which an accepted request is answered, layer 1 and what is in it (upay.md 2.6). */
export interface Operation<By extends Signer = Signer> extends About {
  /** POST, always. */
  readonly path: string;
  readonly signer: By;
  /** A terminal that is disabled, or whose merchant is, may still call it: it moves no money. */
  readonly evenDisabled: boolean;
  /** Its answer holds a new key, so that one which has expired signs it as well (upay.md 7, Q5). */
  readonly renewsKey: boolean;
  /** Undefined where the body is whatever a terminal sends. */
  readonly fields: TObject | undefined;
  /** How many bytes its body may have, where that is not the usual limit. */
  readonly longestBodyBytes?: number | undefined;
  /** Checks the fields of an authenticated request and runs it. A refusal is answered in its layer. */
  run(caller: Callers[By], received: Received, deps: UpayDeps): Promise<Reply>;
}

export type AnyOperation = Operation<'terminal'> | Operation<'vendor'>;

export type Call<By extends Signer, Fields> = Callers[By] & { readonly fields: Fields; readonly now: Instant };

interface Given<By extends Signer, Schema extends TObject> extends About {
  readonly path: string;
  readonly fields: Schema;
  readonly evenDisabled?: boolean;
  readonly renewsKey?: boolean;
  readonly longestBodyBytes?: number;
  readonly handle: (call: Call<By, Static<Schema>>, deps: UpayDeps) => Promise<Reply | Refused<Reason>>;
}

export function terminalOperation<Schema extends TObject>(given: Given<'terminal', Schema>): Operation<'terminal'> {
  return define('terminal', given);
}

export function vendorOperation<Schema extends TObject>(given: Given<'vendor', Schema>): Operation<'vendor'> {
  return define('vendor', given);
}

function define<By extends Signer, Schema extends TObject>(signer: By, given: Given<By, Schema>): Operation<By> {
  const { handle, evenDisabled = false, renewsKey = false, longestBodyBytes, ...same } = given;
  const readFields = compileFields(given.fields);
  return {
    ...same,
    signer,
    evenDisabled,
    renewsKey,
    longestBodyBytes,
    async run(caller, received, deps) {
      const fields = readFields(received, 'settings' in caller ? caller.settings : undefined);
      if (!fields.ok) return refusal(fields);
      const answer = await handle({ ...caller, fields: fields.value, now: deps.clock.now() }, deps);
      return isRefusal(answer) ? refusal(answer) : answer;
    },
  };
}

function isRefusal(answer: Reply | Refused<Reason>): answer is Refused<Reason> {
  return 'ok' in answer && answer.ok === false;
}
