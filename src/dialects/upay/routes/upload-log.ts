// POST /terminal/uploadLog: keeps what a terminal sends, whatever bytes they are, and answers as that form asks (upay.md 3.9).
import type { Operation } from '../operation.ts';
import { business, type Reply } from '../reply.ts';

export const uploadLog: Operation<'terminal'> = {
  path: '/terminal/uploadLog',
  signer: 'terminal',
  evenDisabled: true,
  renewsKey: false,
  async run({ terminal }, received, { directory }) {
    await directory.terminals.keepLog(terminal.id, received.bytes);
    const members = received.members();
    // A later edition sends a JSON object instead of a compressed file.
    return members.ok && members.value.value('log_type') !== undefined ? business('SUCCESS') : kept;
  },
};

const kept: Reply = { result_code: '200', error_code: 'SUCCESS', error_message: 'ok' };
