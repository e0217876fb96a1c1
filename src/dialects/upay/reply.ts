// Upay's answers, in their three layers (upay.md 2.6): accepted or not, the outcome of the action, the order.
import type { Refused } from '../../kernel/outcome.ts';
import type { Reason } from '../../core/reasons.ts';
import { type RequestError, requestErrors, type UpayError, upayErrors } from './codes.ts';

/** The whole body of an answer; values are strings, containers aside. */
export type Reply = Readonly<Record<string, unknown>>;

/** Layer 2 succeeded, went wrong with an error code, or is under way; `data` is left out where there is none, never null. */
export function business(
  resultCode: string | undefined,
  { error, data }: { readonly error?: UpayError | undefined; readonly data?: object | undefined } = {},
): Reply {
  return {
    result_code: '200',
    biz_response: {
      ...(resultCode === undefined ? {} : { result_code: resultCode }),
      ...(error && { error_code: error.code, error_message: error.message }),
      ...(data === undefined ? {} : { data }),
    },
  };
}

/** Layer 2 for activation, check-in and uploads, whose fields stand directly in `biz_response`. */
export function businessFields(fields: object): Reply {
  return { result_code: '200', biz_response: fields };
}

/** Layer 1: the request was not accepted. `detail` replaces the published message where it says more. */
export function requestRefused(error: RequestError, detail?: string): Reply {
  const { resultCode, code, message } = requestErrors[error];
  return { result_code: resultCode, error_code: code, error_message: detail ?? message };
}

/** In which the core words its refusals, Upay's merchants do not read (upay.md 2.7). */
const inChinese: Partial<Record<Reason, string>> = {
  amount_over_limit: 'total_amount超出单笔限额',
  amount_under_limit: 'total_amount低于单笔限额',
};

/** A refusal of the core or of the checks before it, in the layer to which its reason belongs. */
export function refusal({ reason, detail }: Refused<Reason>): Reply {
  const error = upayErrors[reason];
  return 'request' in error ? requestRefused(error.request, inChinese[reason] ?? detail) : business('FAIL', { error });
}

/** What became of a request, in one code: of its business where it was accepted, else why not. For the metrics. */
export function codeOf({ result_code: result, error_code: error, biz_response: business }: Reply): string {
  if (result !== '200') return typeof error === 'string' ? error : String(result);
  const named = typeof business === 'object' && business !== null && 'result_code' in business;
  return named && typeof business.result_code === 'string' ? business.result_code : 'SUCCESS';
}
