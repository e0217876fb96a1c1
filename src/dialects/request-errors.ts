// What became of a request that failed before or beside its operation.
import type { FastifyError } from 'fastify';

/** `too_long`: its body is; `unreadable`: it is no whole request, or its client went away; `broken`: our side is at fault. */
export type RequestFailure = 'too_long' | 'unreadable' | 'broken';

export function failureOf(error: FastifyError): RequestFailure {
  const status = error.statusCode ?? 500;
  if (status === 413) return 'too_long';
  // A client that went away in mid-request is no failure of ours.
  return error.code === 'ECONNRESET' || (status >= 400 && status < 500) ? 'unreadable' : 'broken';
}
