// The name of a statement in its address: which one it is, in whose words, until when it can be fetched, and a proof that this gateway wrote that. Nothing
// is stored, and any gateway process with the master key serves it.
import type { DialectName } from '../core/merchant/merchant.ts';
import type { StatementKind } from '../engine/statements.ts';
import { type Instant, minuteMs } from '../kernel/clock.ts';
import type { TokenSigner } from '../kernel/token.ts';
import type { Statement } from './statement.ts';

/** bluepay.md 7, row 24. */
const validMs = 90 * minuteMs;

export type Link =
  | { readonly state: 'valid'; readonly statement: Statement; readonly dialect: DialectName }
  | { readonly state: 'expired' | 'unknown' };

export function linkName(tokens: TokenSigner, statement: Statement, dialect: DialectName, now: Instant): string {
  const { merchantId, currency, day, kind } = statement;
  return tokens.tokenFor([merchantId, currency, day, kind, dialect, (now + validMs).toString(36)].join('.'));
}

/** Names of hosted pages are signed with the same key; they have no dots. */
export function readLink(tokens: TokenSigner, name: string, now: Instant): Link {
  const signed = tokens.idOf(name);
  const parts = signed === undefined ? null : signedText.exec(signed);
  if (!parts) return { state: 'unknown' };
  const [, merchantId = '', currency = '', day = '', kind, dialect, expiresAt = ''] = parts;
  if (now >= Number.parseInt(expiresAt, 36)) return { state: 'expired' };
  const statement = { merchantId, currency, day, kind: kind as StatementKind };
  return { state: 'valid', statement, dialect: dialect as DialectName };
}

const signedText = /^([A-Z0-9]+)\.([A-Z]{3})\.(\d{4}-\d{2}-\d{2})\.(payments|payouts)\.([a-z0-9-]+)\.([0-9a-z]{1,11})$/;
