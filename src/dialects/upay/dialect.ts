// Upay as the rest of the gateway sees it.
import type { Dialect } from '../../engine/dialect.ts';
import type { Directory, TerminalDirectory } from '../../engine/directory.ts';
import { platformKeysOf } from '../app-keys.ts';
import { createExplain } from './explain.ts';
import { acknowledgement, describe, isAcknowledged, recognise, retryDelaysMs, tryTimeoutMs } from './notifications.ts';
import { returnUrlOf } from './return-url.ts';
import { settingsOf } from './settings.ts';
import { signCallback, verifyCallback } from './signature.ts';

/** Needs no engine: the engine wants its dialects before it can exist itself. */
export function createUpay({ directory }: { readonly directory: Directory & TerminalDirectory }): Dialect {
  return {
    names: ['upay'],
    describe,
    /** Signed with the key of the terminal that sent the payer to the cashier (upay.md 3.10). */
    async returnUrl(payment) {
      const { terminalSn } = payment.details;
      if (payment.returnUrl === null || typeof terminalSn !== 'string') return undefined;
      const key = (await directory.terminals.findTerminal(terminalSn))?.keys[0];
      return key === undefined ? undefined : returnUrlOf(payment, key);
    },
    async headersOf({ body }, app) {
      const [key] = platformKeysOf(app);
      if (!key) throw new Error(`The app ${app.id} has no key with which its callbacks are signed.`);
      return { authorization: await signCallback(key, body, settingsOf(app), terminalSnIn(body)) };
    },
    isAcknowledged,
    retryDelaysMs,
    tryTimeoutMs,
    acknowledgement,
    recognise: (body) => recognise(body),
    verifyNotification: (body, { authorization = '' }, app) =>
      platformKeysOf(app).some((key) => verifyCallback(key, body, authorization)),
    explain: createExplain(directory),
  };
}

/** A notification is the gateway's own, so that it is an order. */
function terminalSnIn(body: string): string {
  const { terminal_sn: sn } = JSON.parse(body) as Readonly<Record<string, unknown>>;
  return typeof sn === 'string' ? sn : '';
}
