// One request to a connector under a time limit.
import type { Undecided } from './calls/call.ts';
import { unanswered } from './make-call.ts';

/**
 * A timeout and a thrown error are `unknown`; `absent` when nothing was requested. The answer that comes after its time is not
 * listened to: by then the subject may have been handed over again.
 */
export async function askWithin<Reply>(
  timeoutMs: number,
  request: () => Promise<Reply> | undefined,
  warn: (fields: object, message: string) => void,
): Promise<Reply | Undecided | 'absent'> {
  const fail = (error: unknown): Undecided => {
    warn({ error }, 'A connector failed.');
    return unanswered;
  };
  let reply: Promise<Reply | Undecided> | undefined;
  try {
    reply = request()?.catch(fail);
  } catch (error) {
    return fail(error);
  }
  if (!reply) return 'absent';
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<Undecided>((resolve) => {
    timer = setTimeout(() => {
      warn({ timeoutMs }, 'A connector did not answer in time.');
      resolve(unanswered);
    }, timeoutMs);
  });
  return Promise.race([reply, timeout]).finally(() => clearTimeout(timer));
}
