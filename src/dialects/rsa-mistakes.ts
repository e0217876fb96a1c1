// The usual mistakes in making and sending an RSA signature, whatever text it is over, and the sentence about each.
import { constants, type KeyObject, verify } from 'node:crypto';
import { type Variant, variantsOf } from './fewest-mistakes.ts';

/** Signatures that could have been meant, the one received first. */
export function signVariants(sign: string): Variant<string>[] {
  const padded = (base64: string) =>
    base64.replace(/=+$/, '').padEnd(Math.ceil(base64.replace(/=+$/, '').length / 4) * 4, '=');
  const variants: [sign: string, cause: string][] = [
    [sign.replaceAll(' ', '+'), 'The + of sign arrived as spaces: percent-encode it as %2B.'],
    [
      decoded(sign),
      'sign was percent-encoded in the body, or twice in the URL; send plain base64 in JSON, encode once in a URL.',
    ],
    [sign.replace(/\s+/g, ''), 'sign holds line breaks or blanks; send it in one line.'],
    [
      padded(sign.replaceAll('-', '+').replaceAll('_', '/')),
      'sign is in the URL-safe alphabet or lacks its padding; use standard padded base64.',
    ],
    [
      /^(?:[0-9a-f]{2})+$/i.test(sign) ? Buffer.from(sign, 'hex').toString('base64') : sign,
      'sign is written in hex; it must be base64.',
    ],
    [Buffer.from(sign, 'base64').toString('latin1'), 'sign was base64-encoded twice.'],
  ];
  return variantsOf(sign, variants);
}

export type Verify = (key: KeyObject, text: string, signBase64: string) => boolean;

/** Signature algorithms, the right one first. */
export const algorithmVariants: readonly Variant<Verify>[] = [
  { value: verifier('sha256', constants.RSA_PKCS1_PADDING), cause: undefined },
  { value: verifier('sha1', constants.RSA_PKCS1_PADDING), cause: 'It was signed with SHA1withRSA; use SHA256withRSA.' },
  { value: verifier('md5', constants.RSA_PKCS1_PADDING), cause: 'It was signed with MD5withRSA; use SHA256withRSA.' },
  {
    value: verifier('sha512', constants.RSA_PKCS1_PADDING),
    cause: 'It was signed with SHA512withRSA; use SHA256withRSA.',
  },
  {
    value: verifier('sha256', constants.RSA_PKCS1_PSS_PADDING),
    cause: 'It was signed with PSS padding; use PKCS#1 v1.5 (SHA256withRSA).',
  },
];

/** What can be seen of a signature alone; undefined: it looks like one. `ofDigests` says where 40 hex digits may come from. */
function signShapeProblem(sign: string, ofDigests: string): string | undefined {
  if (/^[0-9a-f]{40}$/i.test(sign))
    return `sign is 40 hex digits, a SHA-1 digest, as ${ofDigests}; a request carries an RSA signature in base64.`;
  const bytes = Buffer.from(sign, 'base64');
  if (bytes.toString('base64') !== sign) return 'sign is not padded base64 in the standard alphabet, or it was cut.';
  const bits = bytes.length * 8;
  return bits < 2048 || bits > 4096
    ? `sign holds ${bits} bits; a 2048-bit key makes 2048 and a 4096-bit key 4096.`
    : undefined;
}

/** The sentences where no usual mistake explains a signature. */
export function unexplained(sign: string, tried: number, ofDigests: string): string[] {
  const shape = signShapeProblem(sign, ofDigests);
  return [
    ...(shape === undefined ? [] : [shape]),
    `None of ${tried} usual mistakes explains it. Most likely the request was signed with a private key that does ` +
      "not belong to the app's public key, or a value changed after signing (compare signedText with what was signed).",
  ];
}

function verifier(digest: string, padding: number): Verify {
  return (key, text, signBase64) => {
    const signature = Buffer.from(signBase64, 'base64');
    if (signature.toString('base64') !== signBase64) return false;
    try {
      return verify(digest, Buffer.from(text, 'utf8'), { key, padding }, signature);
    } catch {
      return false;
    }
  };
}

function decoded(sign: string): string {
  try {
    return decodeURIComponent(sign);
  } catch {
    return sign;
  }
}
