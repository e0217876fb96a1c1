// With whom the shop shares what it collects, made through the admin API and named by the shop (bluepay.md 3b.18).
import type { BluepayAnswer, BluepayFields } from '../../support/bluepay-client.ts';
import type { Merchant } from '../merchant.ts';
import { schemaOf } from '../rows.ts';

export type Receivers = readonly [near: string, far: string, suspended: string];

const success = 10000;
/** The gateway gives new merchants to its cells in turn. */
const mostMade = 4;

/** One of the shop's own cell, one of another, and one who is suspended. */
export async function addReceivers(
  { id, ask }: Pick<Merchant, 'id' | 'ask'>,
  call: (path: string, fields: BluepayFields) => Promise<BluepayAnswer | undefined>,
): Promise<Receivers> {
  const made: string[] = [];
  for (let count = 0; count < mostMade; count++) {
    const reply = await ask('POST', '/admin/merchants', { name: `Supplier ${count}`, city: 'Bangkok' });
    made.push(String(reply?.body['merchantId']));
  }
  const near = made.filter((receiver) => schemaOf(receiver) === schemaOf(id));
  const [[first, suspended], far] = [near, made.find((receiver) => !near.includes(receiver))];
  if (first === undefined || suspended === undefined || far === undefined)
    throw new Error(`${made.join(', ')} do not live as they should beside ${id}.`);
  const receivers: Receivers = [first, far, suspended];
  for (const receiverAccount of receivers) {
    const named = { receiverType: 'PAYCOOLS_MCH', receiverAccount, receiverName: 'Supplier', relationType: 'SUPPLIER' };
    const added = await call('/open-api/v1/split/receiver/add', named);
    if (added?.code !== success) throw new Error(`${receiverAccount} was not added: ${JSON.stringify(added)}`);
  }
  await ask('PATCH', `/admin/merchants/${suspended}`, { status: 'suspended' });
  return receivers;
}
