// Stores of merchants, in which terminals stand.
import Type from 'typebox';
import type { Store } from '../../engine/terminals.ts';
import { accept } from '../../kernel/outcome.ts';
import { refusalOf, refuseAbsent } from '../refusals.ts';
import { type AdminDeps, type Route, route } from '../route.ts';
import { closed, Digits, Id, Name, Next, PageOfMerchant } from '../schemas.ts';
import { writePage } from '../wire.ts';

const Path = Type.Object({ storeId: Digits }, closed);
const Status = Type.Enum(['open', 'closed']);
const Answer = Type.Object({ storeId: Type.String(), merchantId: Id, name: Type.String(), status: Status });

export function storeRoutes({ directory: { terminals } }: AdminDeps): readonly Route[] {
  return [
    route({
      method: 'POST',
      path: '/stores',
      summary: 'Makes a store of a merchant.',
      body: Type.Object({ merchantId: Id, name: Name }, closed),
      answer: Answer,
      refusals: { 400: 'A field is malformed.', 404: 'There is no such merchant.' },
      async act({ body, who }) {
        const created = await terminals.createStore(body, who);
        return created.ok ? accept(writeStore(created.value)) : refusalOf(created, body.merchantId);
      },
    }),
    route({
      method: 'GET',
      path: '/stores',
      summary: 'Lists the stores of a merchant by number; `next` is the number to go on after.',
      query: PageOfMerchant,
      answer: Type.Object({ stores: Type.Array(Answer), next: Next }),
      refusals: { 400: 'merchantId is missing.' },
      async act({ query: { merchantId, after = '', limit = 100 } }) {
        const stores = await terminals.listStores(merchantId, after, limit);
        return accept(writePage('stores', stores, limit, ({ id }) => id, writeStore));
      },
    }),
    route({
      method: 'GET',
      path: '/stores/{storeId}',
      summary: 'Reads a store.',
      params: Path,
      answer: Answer,
      refusals: { 404: 'There is no such store.' },
      async act({ params: { storeId } }) {
        const store = await terminals.findStore(storeId);
        return store ? accept(writeStore(store)) : refuseAbsent('store', storeId);
      },
    }),
    route({
      method: 'PATCH',
      path: '/stores/{storeId}',
      summary: 'Changes what the body names of a store; in a closed one no terminal is activated.',
      params: Path,
      body: Type.Object({ name: Type.Optional(Name), status: Type.Optional(Status) }, closed),
      answer: Answer,
      refusals: { 400: 'A field is malformed.', 404: 'There is no such store.' },
      async act({ params: { storeId }, body, who }) {
        const changed = await terminals.updateStore(storeId, body, who);
        return changed.ok ? accept(writeStore(changed.value)) : refusalOf(changed, storeId);
      },
    }),
  ];
}

function writeStore({ id, merchantId, name, status }: Store): object {
  return { storeId: id, merchantId, name, status };
}
