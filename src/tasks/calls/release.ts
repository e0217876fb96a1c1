// A release: a part of an authorisation that its channel gives free.
import type { CallResult } from '../../core/call/call.ts';
import { type Call, findPending, type OpenCall } from './call.ts';

export const openRelease: OpenCall = async (engine, cell, id) => {
  const release = await findPending(engine, cell, 'release', id);
  if (!release) return undefined;
  const { channel, authorisationId } = release;
  const call: Call<CallResult> = {
    channel,
    send: (connector) => connector.sendRelease?.(release),
    query: (connector) => connector.queryRelease?.(release),
    settle: (result) => engine.execute(cell, 'settle-release', { releaseId: id, authorisationId, result }),
  };
  return call;
};
