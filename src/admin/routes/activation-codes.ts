// Activation codes, with which vendors activate terminals in a store.
import Type from 'typebox';
import type { ActivationCode } from '../../engine/terminals.ts';
import { accept } from '../../kernel/outcome.ts';
import { refusalOf } from '../refusals.ts';
import { type AdminDeps, type Route, route } from '../route.ts';
import { closed, Digits, Id, Next, PageOfStore, Time } from '../schemas.ts';
import { writePage, writeTime } from '../wire.ts';

const Answer = Type.Object({
  code: Type.String(),
  appId: Id,
  storeId: Type.String(),
  usesLeft: Type.Integer(),
  expiresAt: Time,
});

export function activationCodeRoutes({ directory: { terminals } }: AdminDeps): readonly Route[] {
  return [
    route({
      method: 'POST',
      path: '/activation-codes',
      summary: "Makes a code that activates terminals of an app in a store of the app's merchant.",
      body: Type.Object(
        {
          storeId: Digits,
          appId: Id,
          uses: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000, description: 'Terminals; without it 1.' })),
          validDays: Type.Optional(Type.Integer({ minimum: 1, maximum: 3650, description: 'Without it 7.' })),
        },
        closed,
      ),
      answer: Answer,
      refusals: {
        400: 'A field is malformed.',
        404: 'There is no such store or app, or they are not of one merchant.',
        409: 'The store is closed.',
      },
      async act({ body: { storeId, appId, uses = 1, validDays = 7 }, who }) {
        const created = await terminals.createActivationCode({ storeId, appId, uses, validDays }, who);
        if (created.ok) return accept(writeCode(created.value));
        return refusalOf(created, created.reason === 'app_not_found' ? appId : storeId);
      },
    }),
    route({
      method: 'GET',
      path: '/activation-codes',
      summary: 'Lists the codes of a store; `next` is the code to go on after.',
      query: PageOfStore,
      answer: Type.Object({ activationCodes: Type.Array(Answer), next: Next }),
      refusals: { 400: 'storeId is missing.' },
      async act({ query: { storeId, after = '', limit = 100 } }) {
        const codes = await terminals.listActivationCodes(storeId, after, limit);
        return accept(writePage('activationCodes', codes, limit, ({ id }) => id, writeCode));
      },
    }),
  ];
}

function writeCode({ id, appId, storeId, usesLeft, expiresAt }: ActivationCode): object {
  return { code: id, appId, storeId, usesLeft, expiresAt: writeTime(expiresAt) };
}
