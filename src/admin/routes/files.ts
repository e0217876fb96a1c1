// Papers that merchants handed in: an operator looks at them, and the audit log says so.
import Type from 'typebox';
import { accept } from '../../kernel/outcome.ts';
import { refuseAbsent } from '../refusals.ts';
import { type AdminDeps, type Route, route } from '../route.ts';
import { closed, Id } from '../schemas.ts';

export function fileRoutes({ directory }: AdminDeps): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/files/{id}',
      summary: 'Shows a paper that a merchant handed in; the audit log names them as `file.upload`.',
      params: Type.Object({ id: Id }, closed),
      answer: Type.Object({
        id: Id,
        merchantId: Id,
        name: Type.String(),
        type: Type.String({ description: 'image/png, image/jpeg or application/pdf.' }),
        content: Type.String({ description: 'Base64.' }),
      }),
      refusals: { 404: 'There is no such file.' },
      async act({ params: { id }, who }) {
        const file = await directory.files.find(id);
        if (!file) return refuseAbsent('file', id);
        await directory.audit({ who, action: 'file.read', object: id });
        const { merchantId, name, type, bytes } = file;
        return accept({ id, merchantId, name, type, content: Buffer.from(bytes).toString('base64') });
      },
    }),
  ];
}
