// An authorisation: money that its channel keeps aside.
import type { PaymentAnswer } from '../../engine/connector.ts';
import { type Call, findPending, type OpenCall, type Undecided } from './call.ts';

export const openAuthorisation: OpenCall = async (engine, cell, id) => {
  const authorisation = await findPending(engine, cell, 'authorisation', id);
  if (!authorisation) return undefined;
  const call: Call<Exclude<PaymentAnswer, Undecided>> = {
    channel: authorisation.channel,
    send: (connector) => connector.sendAuthorisation?.(authorisation),
    query: (connector) => connector.queryAuthorisation?.(authorisation),
    settle: (result) => engine.execute(cell, 'settle-authorisation', { authorisationId: id, result }),
  };
  return call;
};
