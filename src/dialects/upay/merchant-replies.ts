// Answers of onboarding (upay.md 3.13), which also has numbers of its own in layer 1.
import type { UpayError } from './codes.ts';
import { businessFields, type Reply } from './reply.ts';

/** `data` is a text, an array or an object here; none where there is nothing to say. */
export function onboarded(data?: unknown): Reply {
  return businessFields({ result_code: 'SUCCESS', ...(data === undefined ? {} : { data }) });
}

export const merchantNotExists = {
  code: 'UPAY_MERCHANT_NOT_EXISTS',
  message: '商户不存在',
} as const satisfies UpayError;

/** What another vendor applied for is unknown as well. */
export const merchantUnknown: Reply = businessFields({
  result_code: 'FAIL',
  error_code: merchantNotExists.code,
  error_message: merchantNotExists.message,
});

/** 403: the vendor is not who it says it is; 409: parameters contradict what is there; 413: too large. */
export function onboardingRefused(resultCode: '403' | '409' | '413', message: string): Reply {
  // The published names of layer 1 have none for these numbers.
  return { result_code: resultCode, error_code: 'INVALID_PARAMS', error_message: message };
}
