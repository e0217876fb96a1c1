// WeChat's channels: what they ask of the payer, and what the merchant's page needs to call the payment inside WeChat (bluepay.md 3.8).
import type { Payment } from '../../core/payment/payment.ts';
import { type Outcome, refuse } from '../../core/reasons.ts';
import type { OpenChannel } from '../../engine/open-channel.ts';
import { accept } from '../../kernel/outcome.ts';
import { wechatReach } from './channels.ts';

export interface WechatFields {
  readonly payerClientIp?: string | undefined;
  readonly wpOpenid?: string | undefined;
  readonly wpAppid?: string | undefined;
}

/** Refuses a field that such a channel needs and the request lacks, and a channel whose operator prepares no payments of WeChat. */
export function checkWechat({ channel, connector }: OpenChannel, fields: WechatFields): Outcome<undefined> {
  const reach = wechatReach(channel.code);
  if (!reach) return accept(undefined);
  const needed = reach === 'inside' ? (['wpOpenid', 'wpAppid'] as const) : (['payerClientIp'] as const);
  const missing = needed.find((name) => fields[name] === undefined);
  if (missing) return refuse('request_malformed', `${missing} is required for ${channel.code}`);
  return connector.presentOrder ? accept(undefined) : refuse('channel_unavailable');
}

/**
 * What answers call `metadata`, for WeChat's channels only; the six arguments as well where the payer is inside WeChat already. Their
 * names are assumed (3.8); the session and the signature are whatever the channel's operator gives, the sandbox's are only there.
 */
export function wechatMetadata({ channel, connector }: OpenChannel, payment: Payment, fields: WechatFields) {
  const reach = wechatReach(channel.code);
  const { wpOpenid: payerId = '', wpAppid } = fields;
  const order = { paymentId: payment.id, amountMinor: payment.amountMinor, payerId, at: payment.createdAt };
  const given = reach && connector.presentOrder?.(channel, { ...order, surface: 'wallet_page' });
  if (!given) return undefined;
  const prepayId = given['prepayid'];
  if (reach === 'browser') return { wechatpay: { prepayId } };
  return {
    wechatpay: {
      prepayId,
      // The official account or small program in which the payment is called is the merchant's own.
      appId: wpAppid,
      timeStamp: given['timestamp'],
      nonceStr: given['noncestr'],
      package: `prepay_id=${prepayId}`,
      signType: 'RSA',
      paySign: given['sign'],
    },
  };
}
