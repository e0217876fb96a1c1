// 9.1 Channels supported by the cashier: POST /api/v2/checkout/channel, as the catalogue has them now.
import { accept } from '../../../kernel/outcome.ts';
import { checkoutChannels } from '../../checkout-channels.ts';
import { checkoutChannelsAnswer, checkoutScope } from '../checkout-data.ts';
import { checkoutChannelFields, checkoutWindowMs } from '../checkout-fields.ts';
import { defineOperation } from '../operation.ts';

export const listCheckoutChannels = defineOperation({
  method: 'POST',
  path: '/api/v2/checkout/channel',
  summary: "Lists the channels between which a checkout's payer can pick.",
  answer: checkoutChannelsAnswer,
  envelope: 'param',
  fields: checkoutChannelFields,
  timestampWindowMs: checkoutWindowMs,
  async handle({ app }, deps) {
    const listed = checkoutChannels(checkoutScope(app), deps).map(({ code, name, type, enabled }) => ({
      channelCode: code,
      channelName: name,
      channelType: type.toUpperCase(),
      status: enabled ? 'ACTIVE' : 'INACTIVE',
    }));
    return accept(listed);
  },
});
