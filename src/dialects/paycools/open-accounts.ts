// Opens accounts of an order (accounts.ts) at one channel or at several (paycools.md 4.1 to 4.3, 6.1, 6.2; 7, rows 21 to 23).
import type { Static } from 'typebox';
import type { CommandOf } from '../../core/commands.ts';
import type { Instrument } from '../../core/instrument/instrument.ts';
import { type Outcome, refuse } from '../../core/reasons.ts';
import { type OpenChannel, openChannel } from '../../engine/open-channel.ts';
import { dayMs, type Instant } from '../../kernel/clock.ts';
import { serialId } from '../../kernel/id.ts';
import { accept, allAccepted } from '../../kernel/outcome.ts';
import { codesIn, type moreAccountsFields, type transferAccountsFields } from './account-fields.ts';
import { type IsOurs, listOpenAccounts, type OrderCall } from './accounts.ts';
import type { PaycoolsDeps } from './deps.ts';
import { manilaDayStart } from './manila-time.ts';
import type { Call } from './operation.ts';

interface OpenedAccount {
  readonly account: Instrument;
  /** Otherwise it was there before. */
  readonly isNew: boolean;
}

/** What all accounts that a request opens have in common. */
type Terms = Pick<Instrument, 'minAmountMinor' | 'maxAmountMinor' | 'expiresAt' | 'details'>;

/**
 * Opens an account at each of these channels, or finds the one that is open there, in their order. `repeat`: whether one that is open
 * is answered or refused. Refuses, before anything is written: bounds and a day that make no sense, a channel that is not of this product
 * or is off, bounds that leave no amount which the channel takes.
 */
export async function openAccounts(
  call: Call<Static<typeof transferAccountsFields>>,
  codes: readonly string[],
  isOurs: IsOurs,
  repeat: 'return' | 'refuse',
  deps: PaycoolsDeps,
): Promise<Outcome<readonly OpenedAccount[]>> {
  const terms = termsOf(call);
  if (!terms.ok) return terms;
  const channels = findChannels(codes, isOurs, deps);
  if (!channels.ok) return channels;
  const outside = outsideChannels(terms.value, channels.value);
  return outside ?? createAccounts(call, channels.value, terms.value, repeat, deps);
}

/**
 * The same for an order that has open accounts of this product already, on the terms of the newest of them; it never closes any. Refuses
 * an order that has none.
 */
export async function addAccounts(
  call: Call<Static<typeof moreAccountsFields>>,
  isOurs: IsOurs,
  deps: PaycoolsDeps,
): Promise<Outcome<readonly Instrument[]>> {
  const channels = findChannels(codesIn(call.fields.channelCode), isOurs, deps);
  if (!channels.ok) return channels;
  const [newest] = (await listOpenAccounts(call, isOurs, deps)).toSorted((a, b) => b.createdAt - a.createdAt);
  if (!newest) return refuse('instrument_not_found');
  const opened = await createAccounts(call, channels.value, newest, 'return', deps);
  return opened.ok ? accept(opened.value.map(({ account }) => account)) : opened;
}

function termsOf({ fields, now }: Call<Static<typeof transferAccountsFields>>): Outcome<Terms> {
  const { minAmount = 0, maxAmount, expireTime } = fields;
  if (maxAmount !== undefined && minAmount > maxAmount)
    return refuse('request_malformed', 'minAmount must not be above maxAmount');
  const expiresAt = expireTime === undefined ? null : endOfDay(expireTime);
  if (expiresAt !== null && expiresAt <= now)
    return refuse('request_malformed', 'expireTime must not be a day that is over');
  return accept({
    minAmountMinor: minAmount === 0 ? null : BigInt(minAmount),
    maxAmountMinor: maxAmount === undefined ? null : BigInt(maxAmount),
    expiresAt,
    details: {
      appName: fields.appName,
      customerName: fields.customerName,
      email: fields.email ?? null,
      mobile: fields.mobile ?? null,
      remark: fields.description ?? null,
    },
  });
}

/** Payers in the Philippines can pay until their day is over. */
function endOfDay(day: string): Instant {
  const start = manilaDayStart(day);
  if (start === undefined) throw new Error(`${day} is no day.`);
  return start + dayMs;
}

function findChannels(codes: readonly string[], isOurs: IsOurs, deps: PaycoolsDeps): Outcome<readonly OpenChannel[]> {
  return allAccepted(
    codes.map((code) => {
      const found = isOurs(code) ? openChannel(deps, code, null) : refuse('channel_unavailable');
      return found.ok && !found.value.channel.enabled ? refuse('channel_unavailable') : found;
    }),
  );
}

/** An account that nobody could ever pay is not opened. */
function outsideChannels({ minAmountMinor, maxAmountMinor }: Terms, channels: readonly OpenChannel[]) {
  for (const { channel } of channels) {
    if (minAmountMinor !== null && minAmountMinor > channel.maxAmount)
      return refuse('amount_over_limit', `minAmount must not be above ${channel.maxAmount}`);
    if (maxAmountMinor !== null && maxAmountMinor < channel.minAmount)
      return refuse('amount_under_limit', `maxAmount must not be below ${channel.minAmount}`);
  }
  return undefined;
}

/**
 * Each is a command of its own, all in one batch. Where one is refused after all (its channel was switched off meanwhile, the database
 * does not answer), the others stand, and a repeat opens what is left.
 */
async function createAccounts(
  call: OrderCall,
  channels: readonly OpenChannel[],
  terms: Terms,
  repeat: 'return' | 'refuse',
  deps: PaycoolsDeps,
): Promise<Outcome<readonly OpenedAccount[]>> {
  const { cell } = call.merchant;
  const commands: CommandOf<'create-instrument'>[] = [];
  for (const channel of channels) {
    const id = serialId('VA', cell, await deps.serials.next(cell));
    const command = commandOf(call, channel, terms, id);
    if (!command) return refuse('channel_unavailable');
    commands.push({ ...command, repeat });
  }
  const outcomes = commands.map((command) => deps.engine.execute(cell, 'create-instrument', command));
  const created = allAccepted(await Promise.all(outcomes));
  if (!created.ok) return created;
  const ids = new Set(commands.map(({ id }) => id));
  return accept(created.value.map((account) => ({ account, isNew: ids.has(account.id) })));
}

/** Undefined where the channel's connector gives no numbers. */
function commandOf(
  { app, merchant, fields }: OrderCall,
  { channel, connector }: OpenChannel,
  { minAmountMinor, maxAmountMinor, expiresAt, details }: Terms,
  id: string,
): Omit<CommandOf<'create-instrument'>, 'repeat'> | undefined {
  const issued = connector.issueAccount?.(channel, { instrumentId: id, merchant });
  if (!issued) return undefined;
  const { number: accountNumber, holder, bank } = issued;
  return {
    id,
    paymentId: null,
    merchantId: merchant.id,
    appId: app.id,
    referenceScope: app.id,
    reference: fields.mchOrderId,
    slot: channel.code,
    channel: channel.code,
    amountMinor: null,
    minAmountMinor: minAmountMinor ?? undefined,
    maxAmountMinor: maxAmountMinor ?? undefined,
    expirySeconds: null,
    expiresAt: expiresAt ?? undefined,
    presentation: accountNumber,
    notifyUrl: null,
    details: { ...details, accountNumber, holder, bank },
  };
}
