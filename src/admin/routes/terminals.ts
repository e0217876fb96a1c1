// Terminals: read without their keys, disabled and enabled again.
import Type from 'typebox';
import type { ListedTerminal, Terminal } from '../../engine/terminals.ts';
import { accept } from '../../kernel/outcome.ts';
import { refusalOf, refuseAbsent } from '../refusals.ts';
import { type AdminDeps, type Route, route } from '../route.ts';
import { closed, Digits, Id, Next, PageOfStore, Time } from '../schemas.ts';
import { writePage, writeTime } from '../wire.ts';

const Path = Type.Object({ terminalSn: Digits }, closed);
const Status = Type.Enum(['active', 'disabled']);
const Answer = Type.Object({
  terminalSn: Type.String(),
  merchantId: Id,
  appId: Id,
  storeId: Type.String(),
  vendorSn: Type.String(),
  reference: Type.String({ description: "The merchant's own number for it." }),
  name: Type.String(),
  deviceId: Type.String(),
  status: Status,
  keyedAt: Time,
});
const Listed = Type.Object({
  ...Answer.properties,
  about: Type.Record(Type.String(), Type.String(), { description: 'What the device said of itself.' }),
});

export function terminalRoutes({ directory: { terminals } }: AdminDeps): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/terminals',
      summary: 'Lists the terminals of a store by number; `next` is the number to go on after.',
      query: PageOfStore,
      answer: Type.Object({ terminals: Type.Array(Listed), next: Next }),
      refusals: { 400: 'storeId is missing.' },
      async act({ query: { storeId, after = '', limit = 100 } }) {
        const listed = await terminals.listTerminals(storeId, after, limit);
        return accept(writePage('terminals', listed, limit, ({ id }) => id, writeListed));
      },
    }),
    route({
      method: 'GET',
      path: '/terminals/{terminalSn}',
      summary: 'Reads a terminal, its keys not among it.',
      params: Path,
      answer: Answer,
      refusals: { 404: 'There is no such terminal.' },
      async act({ params: { terminalSn } }) {
        const terminal = await terminals.findTerminal(terminalSn);
        return terminal ? accept(writeTerminal(terminal)) : refuseAbsent('terminal', terminalSn);
      },
    }),
    route({
      method: 'PATCH',
      path: '/terminals/{terminalSn}',
      summary: 'Disables a terminal, or makes it active again.',
      params: Path,
      body: Type.Object({ status: Status }, closed),
      answer: Listed,
      refusals: { 400: 'A field is malformed.', 404: 'There is no such terminal.' },
      async act({ params: { terminalSn }, body, who }) {
        const changed = await terminals.updateTerminal(terminalSn, body, who);
        return changed.ok ? accept(writeListed(changed.value)) : refusalOf(changed, terminalSn);
      },
    }),
  ];
}

function writeTerminal(terminal: Terminal): object {
  const { id, merchantId, appId, storeId, vendorId, reference, name, deviceId, status, keyedAt } = terminal;
  const whose = { terminalSn: id, merchantId, appId, storeId, vendorSn: vendorId };
  return { ...whose, reference, name, deviceId, status, keyedAt: writeTime(keyedAt) };
}

function writeListed(terminal: ListedTerminal): object {
  return { ...writeTerminal(terminal), about: terminal.about };
}
