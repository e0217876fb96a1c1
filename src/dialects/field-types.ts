// Types of fields that several dialects have. A field's description is the rule that a refusal quotes after its name.
import { Type } from 'typebox';
import { isMerchantUrl } from './merchant-url.ts';
import type { FieldRules } from './strict-fields.ts';

/** Bounded parts without overlap: no text makes this pattern slow. */
export function email(maxLength: number, refusal?: FieldRules['refusal']) {
  return Type.String({
    maxLength,
    pattern: "^[A-Za-z0-9.!#$%&*+/=?^_`{|}~'-]{1,64}@[A-Za-z0-9-]{1,63}(\\.[A-Za-z0-9-]{1,63}){1,8}$",
    description: 'must be an e-mail address',
    ...(refusal && { refusal }),
  });
}

export function url(maxLength: number) {
  return Type.Refine(
    Type.String({
      maxLength,
      description: `must be an http(s) URL without credentials, up to ${maxLength} long`,
    }),
    isMerchantUrl,
  );
}

/** Of any country. */
export const mobile = Type.String({
  pattern: '^[+]?[0-9]{9,14}$',
  minLength: 10,
  maxLength: 14,
  description: 'must be 10 to 14 digits',
});
