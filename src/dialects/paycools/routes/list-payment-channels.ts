// 7.3 Web payment channels: GET /api/v1/payment/channels, as the catalogue has them now; limits in centavos.
import { Type } from 'typebox';
import { accept } from '../../../kernel/outcome.ts';
import { webChannel } from '../answers.ts';
import { webChannelTypes } from '../channels.ts';
import { defineOperation } from '../operation.ts';
import { noFields } from '../schemas.ts';

export const listPaymentChannels = defineOperation({
  method: 'GET',
  path: '/api/v1/payment/channels',
  summary: 'Lists the channels of web payments, with their limits.',
  answer: Type.Array(webChannel),
  fields: noFields,
  async handle(_call, { directory }) {
    const listed = [...webChannelTypes].flatMap(([code, channelType]) => {
      const channel = directory.channel(code);
      if (!channel) return [];
      return [
        {
          channelCode: code,
          channelName: channel.name,
          channelType,
          status: channel.enabled ? 'ACTIVE' : 'INACTIVE',
          minAmount: Number(channel.minAmount),
          maxAmount: Number(channel.maxAmount),
        },
      ];
    });
    return accept(listed);
  },
});
