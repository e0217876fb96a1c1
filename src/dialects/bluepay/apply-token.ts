// 3.13 Create authorization URL: POST /open-api/direct/debit/token/apply. The user decides on the page that the answer leads to; whether
// he agreed comes by notification.
import { Type } from 'typebox';
import { refuse } from '../../core/reasons.ts';
import { accept } from '../../kernel/outcome.ts';
import { openChannelOf } from './channels.ts';
import { defineOperation } from './operation.ts';
import { channelCode, notifyUrl, oneOf, redirectUrl, requestId, terminalType, userId } from './schemas.ts';

export const applyToken = defineOperation({
  path: '/open-api/direct/debit/token/apply',
  versions: ['v1', 'v2'],
  fields: Type.Object({
    userId,
    requestId,
    channelCode,
    terminalType,
    osType: Type.Optional(oneOf(['IOS', 'ANDROID'])),
    notifyUrl,
    redirectUrl,
  }),
  async handle({ app, merchant, country, version, fields, now }, deps) {
    const { engine, ids, tokens, baseUrl } = deps;
    const { userId, requestId, channelCode, terminalType, osType } = fields;
    if (version === 'v2' && terminalType === 'APP')
      return refuse('request_malformed', 'terminalType must be WEB or WAP');
    if (terminalType !== 'WEB' && osType === undefined)
      return refuse('request_malformed', `osType is required when terminalType is ${terminalType}`);
    const open = openChannelOf(deps, app, { channelCode, amountMinor: null, types: ['direct_debit'] });
    if (!open.ok) return open;
    if (open.value.channel.country !== country) return refuse('channel_unavailable');

    const created = await engine.execute(merchant.cell, 'create-mandate', {
      id: ids.next('TK', merchant.cell, now),
      merchantId: merchant.id,
      appId: app.id,
      referenceScope: app.id,
      reference: requestId,
      userId,
      channel: open.value.channel.code,
      notifyUrl: fields.notifyUrl,
      returnUrl: fields.redirectUrl,
      details: { terminalType, osType: osType ?? null },
    });
    if (!created.ok) return created;
    const authUrl = `${baseUrl()}/authorize/${tokens.tokenFor(created.value.id)}`;
    return accept({ userId, requestId, channelCode, authUrl });
  },
});
