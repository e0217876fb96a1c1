// Guards what a channel is told before it collects: only what would be a payment now is let through.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Channel } from '../channel/channel.ts';
import type { AmountLimits } from '../limits/amount-limits.ts';
import { refuseCredit } from './admit-credit.ts';
import type { Instrument } from './instrument.ts';
import { channelOf } from '../../../test/support/engine.ts';
import { instrumentRow, now } from '../../../test/support/rows.ts';

const bounds = { minAmountMinor: 20_000n, maxAmountMinor: 50_000n };
const off = { enabled: false };

type Row = [
  instrument: Partial<Instrument>,
  channel: Partial<Channel> | undefined,
  limits: AmountLimits,
  amountMinor: bigint,
  answer: string,
];

const rows: Row[] = [
  [{}, {}, {}, 100n, 'ok'],
  [{ status: 'cancelled' }, {}, {}, 100n, 'instrument_not_found'],
  [{ status: 'expired' }, {}, {}, 100n, 'instrument_not_found'],
  [{ status: 'used' }, {}, {}, 100n, 'instrument_not_found'],
  [{ expiresAt: now + 1 }, {}, {}, 100n, 'ok'],
  [{ expiresAt: now }, {}, {}, 100n, 'instrument_not_found'],
  [{}, off, {}, 100n, 'channel_unavailable'],
  [{}, undefined, {}, 100n, 'channel_unavailable'],
  [bounds, {}, {}, 19_999n, 'amount_under_limit: amount must not be below 20000'],
  [bounds, {}, {}, 20_000n, 'ok'],
  [bounds, {}, {}, 50_000n, 'ok'],
  [bounds, {}, {}, 50_001n, 'amount_over_limit: amount must not be above 50000'],
  [{ minAmountMinor: 20_000n }, {}, {}, 19_999n, 'amount_under_limit: amount must not be below 20000'],
  [{ maxAmountMinor: 50_000n }, {}, {}, 50_001n, 'amount_over_limit: amount must not be above 50000'],
  [{}, {}, {}, 99n, 'amount_under_limit: amount must not be below 100'],
  [{}, {}, {}, 500_000_001n, 'amount_over_limit: amount must not be above 500000000'],
  [{}, {}, { payment: { max: 1000n } }, 1001n, 'amount_over_limit: amount must not be above 1000'],
  [{}, {}, { payout: { max: 1000n } }, 1001n, 'ok'],
  // Of several faults the first.
  [{ ...bounds, status: 'cancelled' }, off, {}, 1n, 'instrument_not_found'],
  [bounds, off, {}, 1n, 'channel_unavailable'],
  [bounds, {}, { payment: { max: 1000n } }, 50_001n, 'amount_over_limit: amount must not be above 50000'],
];

test('an instrument takes what its state, its channel, its merchant’s bounds and the limits allow, and says what does not', () => {
  for (const [instrument, channel, limits, amountMinor, answer] of rows) {
    const refused = refuseCredit(
      instrumentRow(instrument),
      channel && channelOf('QR', 'qr', channel),
      limits,
      amountMinor,
      now,
    );
    const { reason = 'ok', detail } = refused ?? {};
    assert.equal(detail === undefined ? reason : `${reason}: ${detail}`, answer, `${amountMinor} ${answer}`);
  }
});
