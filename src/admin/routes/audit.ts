// The audit log: what operators did, newest first.
import Type from 'typebox';
import { accept } from '../../kernel/outcome.ts';
import { type AdminDeps, type Route, route } from '../route.ts';
import { closed, Time } from '../schemas.ts';
import { writeTime } from '../wire.ts';

const Entry = Type.Object({
  id: Type.Integer(),
  at: Time,
  who: Type.String(),
  action: Type.String(),
  object: Type.String(),
  details: Type.Record(Type.String(), Type.Unknown()),
});

export function auditRoutes({ directory }: AdminDeps): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/audit',
      summary: 'Lists what operators did, newest first; `before` is the id of the last entry already read.',
      query: Type.Object(
        {
          before: Type.Optional(Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })),
          limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
        },
        closed,
      ),
      answer: Type.Object({ entries: Type.Array(Entry) }),
      async act({ query: { before, limit = 100 } }) {
        const entries = await directory.listAudit(before, limit);
        return accept({ entries: entries.map((entry) => ({ ...entry, at: writeTime(entry.at) })) });
      },
    }),
  ];
}
