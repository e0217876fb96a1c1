// Mandates: ended by the platform, whatever their merchants and payers think of it (bluepay.md 5.4).
import Type from 'typebox';
import type { Mandate } from '../../core/mandate/mandate.ts';
import { cellOfId } from '../../kernel/id.ts';
import { accept, refuse } from '../../kernel/outcome.ts';
import { refuseAbsent } from '../refusals.ts';
import { type AdminDeps, type Route, route } from '../route.ts';
import { closed, Id, Time } from '../schemas.ts';
import { writeTime } from '../wire.ts';

const Written = Type.Object({
  payToken: Type.String(),
  merchantId: Type.String(),
  appId: Type.String(),
  reference: Type.String({ description: "The merchant's number for the request." }),
  userId: Type.String({ description: "The merchant's name for the payer." }),
  channel: Type.String(),
  currency: Type.String(),
  status: Type.String(),
  endedAt: Type.Union([Time, Type.Null()]),
});

export function mandateRoutes({ engine, directory }: AdminDeps): readonly Route[] {
  return [
    route({
      method: 'POST',
      path: '/mandates/{payToken}/cancel',
      summary: 'Ends a mandate as the platform: no debit follows it, and its merchant is told.',
      params: Type.Object({ payToken: Id }, closed),
      body: Type.Object({}, closed),
      answer: Written,
      refusals: { 404: 'There is no such mandate.', 409: 'It is not active: not given yet, or ended already.' },
      async act({ params: { payToken }, who }) {
        const cell = cellOfId(payToken) ?? 0;
        const known = cell < engine.cells ? await engine.find(cell, 'mandates', payToken) : undefined;
        if (!known) return refuseAbsent('mandate', payToken);
        if (known.status !== 'active') return refuse('conflict', `The mandate is ${known.status}, not active.`);
        await directory.audit({ who, action: 'mandate.cancel', object: payToken });
        const cancelled = await engine.execute(cell, 'cancel-mandate', { mandateId: payToken, by: 'platform' });
        if (cancelled.ok) return accept(writeMandate(cancelled.value));
        // Its merchant, its payer or its time was first.
        if (cancelled.reason === 'mandate_not_found') return refuse('conflict', 'The mandate has just ended.');
        return refuse('unavailable', 'The mandate could not be cancelled now. Try again in a moment.');
      },
    }),
  ];
}

function writeMandate(mandate: Mandate): object {
  const { id, merchantId, appId, reference, userId, channel, currency, status, endedAt } = mandate;
  const whose = { payToken: id, merchantId, appId, reference, userId, channel, currency };
  return { ...whose, status, endedAt: endedAt === null ? null : writeTime(endedAt) };
}
