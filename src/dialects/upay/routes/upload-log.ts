// POST /terminal/uploadLog: keeps what a terminal sends, whatever bytes they are, and answers as that form asks (upay.md 3.9).
import { uploadLogAnswer } from '../answers.ts';
import type { Operation } from '../operation.ts';
import { business, type Reply } from '../reply.ts';

export const uploadLog: Operation<'terminal'> = {
  path: '/terminal/uploadLog',
  summary: 'Keeps a log that a terminal sends.',
  answer: uploadLogAnswer,
  fields: undefined,
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
