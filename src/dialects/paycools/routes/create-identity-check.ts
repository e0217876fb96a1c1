// 11.1 Ekyc init: POST /api/v1/ekyc/init. The user shows who he is on the page that the answer leads to; the verdict comes by callback
// (11.3) or query.
import { refuse } from '../../../core/reasons.ts';
import { openChannel } from '../../../engine/open-channel.ts';
import { accept } from '../../../kernel/outcome.ts';
import { keepDetails } from '../../kept-details.ts';
import { isOffered } from '../../open-channel-of.ts';
import { checkStatuses } from '../identity-data.ts';
import { identityAnswer, identityFields } from '../identity-fields.ts';
import { manilaTime } from '../manila-time.ts';
import { defineOperation } from '../operation.ts';
import { usualWindowMs } from '../schemas.ts';

export const createIdentityCheck = defineOperation({
  method: 'POST',
  path: '/api/v1/ekyc/init',
  summary: 'Asks a user to show who he is.',
  fields: identityFields,
  answer: identityAnswer,
  timestampWindowMs: usualWindowMs,
  async handle({ app, merchant, fields, now }, deps) {
    const { engine, ids, tokens, baseUrl } = deps;
    const open = openChannel(deps, fields.channelCode, null);
    if (!open.ok) return open;
    if (!isOffered(open.value.channel, app)) return refuse('channel_unavailable');

    const created = await engine.execute(merchant.cell, 'create-identity-check', {
      id: ids.next('EK', merchant.cell, now),
      merchantId: merchant.id,
      appId: app.id,
      referenceScope: app.id,
      reference: fields.requestId,
      userId: fields.userId,
      channel: open.value.channel.code,
      notifyUrl: fields.callbackUrl,
      returnUrl: fields.redirectUrl,
      details: keepDetails({ customerName: fields.customerName, mobile: fields.mobile }),
    });
    if (!created.ok) return created;
    const { id, status, expiresAt } = created.value;
    return accept({
      requestId: fields.requestId,
      ekycId: id,
      ekycUrl: `${baseUrl()}/identity/${tokens.tokenFor(id)}`,
      status: checkStatuses[status],
      expiresTime: manilaTime(expiresAt),
    });
  },
});
