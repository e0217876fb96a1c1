// Vendors, whose software runs on terminals: made with a key that is shown once, read without it, changed.
import Type from 'typebox';
import type { Vendor } from '../../engine/terminals.ts';
import { accept } from '../../kernel/outcome.ts';
import { refusalOf, refuseAbsent } from '../refusals.ts';
import { type AdminDeps, type Route, route } from '../route.ts';
import { closed, Digits, Name, Next, Page } from '../schemas.ts';
import { writePage } from '../wire.ts';

const Path = Type.Object({ vendorSn: Digits }, closed);
const Answer = Type.Object({ vendorSn: Type.String(), name: Type.String(), enabled: Type.Boolean() });
const Key = Type.String({ description: 'Shown this once.' });

export function vendorRoutes({ directory: { terminals } }: AdminDeps): readonly Route[] {
  return [
    route({
      method: 'POST',
      path: '/vendors',
      summary: 'Makes a vendor and answers with its key, which is shown this once.',
      body: Type.Object({ name: Name }, closed),
      answer: Type.Object({ ...Answer.properties, vendorKey: Key }),
      refusals: { 400: 'A field is malformed.' },
      async act({ body: { name }, who }) {
        const created = await terminals.createVendor(name, who);
        if (!created.ok) return refusalOf(created, '');
        return accept({ ...writeVendor(created.value), vendorKey: created.value.keys[0] });
      },
    }),
    route({
      method: 'GET',
      path: '/vendors',
      summary: 'Lists vendors by number; `next` is the number to go on after.',
      query: Page,
      answer: Type.Object({ vendors: Type.Array(Answer), next: Next }),
      async act({ query: { after = '', limit = 100 } }) {
        const vendors = await terminals.listVendors(after, limit);
        return accept(writePage('vendors', vendors, limit, ({ id }) => id, writeVendor));
      },
    }),
    route({
      method: 'GET',
      path: '/vendors/{vendorSn}',
      summary: 'Reads a vendor, its keys not among it.',
      params: Path,
      answer: Answer,
      refusals: { 404: 'There is no such vendor.' },
      async act({ params: { vendorSn } }) {
        const vendor = await terminals.findVendor(vendorSn);
        return vendor ? accept(writeVendor(vendor)) : refuseAbsent('vendor', vendorSn);
      },
    }),
    route({
      method: 'PATCH',
      path: '/vendors/{vendorSn}',
      summary:
        'Changes what the body names of a vendor; a new key is shown this once, the one before stays valid beside it.',
      params: Path,
      body: Type.Object(
        {
          name: Type.Optional(Name),
          enabled: Type.Optional(Type.Boolean()),
          rotateKey: Type.Optional(Type.Boolean()),
        },
        closed,
      ),
      answer: Type.Object({ ...Answer.properties, vendorKey: Type.Optional(Key) }),
      refusals: { 400: 'A field is malformed.', 404: 'There is no such vendor.' },
      async act({ params: { vendorSn }, body, who }) {
        const changed = await terminals.updateVendor(vendorSn, body, who);
        if (!changed.ok) return refusalOf(changed, vendorSn);
        return accept({
          ...writeVendor(changed.value),
          ...(body.rotateKey ? { vendorKey: changed.value.keys[0] } : {}),
        });
      },
    }),
  ];
}

function writeVendor({ id, name, enabled }: Vendor): object {
  return { vendorSn: id, name, enabled };
}
