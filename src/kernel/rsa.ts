// RSA keys as merchants exchange them, and SHA256withRSA signatures (RSASSA-PKCS1-v1_5) made and verified with them.
import {
  constants,
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  sign,
  verify,
  type KeyObject,
} from 'node:crypto';
import { promisify } from 'node:util';

/**
 * Verifies a standard, padded base64 signature over a text's UTF-8 bytes. Anything malformed (URL-encoded, URL-safe
 * alphabet, cut, of the wrong length for the key) is false; never throws (paycools.md 2.5). On the event loop on purpose: it
 * takes 16 µs, and on two cores handing it to the thread pool cost a tenth of all throughput.
 */
export function verifySha256Rsa(key: KeyObject, data: Uint8Array | string, signatureBase64: string): boolean {
  const signature = decodeBase64(signatureBase64);
  if (signature === undefined) return false;
  const bytes = typeof data === 'string' ? Buffer.from(data, 'utf8') : data;
  try {
    return verify('sha256', bytes, { key, padding: constants.RSA_PKCS1_PADDING }, signature);
  } catch {
    return false;
  }
}

/** Signs a text's UTF-8 bytes on the thread pool, as a signature takes about a millisecond; answers padded base64. */
export function signSha256Rsa(key: KeyObject, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { key, padding: constants.RSA_PKCS1_PADDING };
    sign('sha256', Buffer.from(text, 'utf8'), options, (error, signature) => {
      if (error) reject(error);
      else resolve(signature.toString('base64'));
    });
  });
}

/**
 * Reads a public key given as PEM or as bare base64 of its SPKI form, line breaks or not; undefined unless it is RSA of
 * 2048 to 4096 bits with an ordinary exponent, since a huge one makes each verification slow (paycools.md 2.5).
 */
export function readPublicKey(text: string): KeyObject | undefined {
  return readKey(text, 'PUBLIC KEY', (der) => createPublicKey({ key: der, format: 'der', type: 'spki' }));
}

/**
 * Reads a private key given as PEM or as bare base64 of its PKCS#8 form; undefined for whatever readPublicKey refuses.
 */
export function readPrivateKey(text: string): KeyObject | undefined {
  return readKey(text, 'PRIVATE KEY', (der) => createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }));
}

/** Makes a key pair off the event loop: PEM texts, SPKI and PKCS#8. */
export async function generateRsaKeyPair(bits: number): Promise<{ publicKeyPem: string; privateKeyPem: string }> {
  const pair = await promisify(generateKeyPair)('rsa', {
    modulusLength: bits,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  return { publicKeyPem: pair.publicKey, privateKeyPem: pair.privateKey };
}

const longestKeyText = 16_384; // a 4096-bit private key takes about 3,300 characters

function readKey(text: string, label: string, create: (der: Buffer) => KeyObject): KeyObject | undefined {
  if (text.length > longestKeyText) return undefined;
  const bare = text.replace(`-----BEGIN ${label}-----`, '').replace(`-----END ${label}-----`, '').replace(/\s/g, '');
  const der = decodeBase64(bare);
  if (der === undefined) return undefined;
  try {
    const key = create(der);
    return isAcceptable(key) ? key : undefined;
  } catch {
    return undefined;
  }
}

function isAcceptable(key: KeyObject): boolean {
  const { modulusLength = 0, publicExponent = 0n } = key.asymmetricKeyDetails ?? {};
  const exponentIsOrdinary = publicExponent >= 3n && publicExponent < 2n ** 32n;
  return key.asymmetricKeyType === 'rsa' && modulusLength >= 2048 && modulusLength <= 4096 && exponentIsOrdinary;
}

/** Node's decoder skips what it does not understand; encoding again and comparing makes it strict. */
function decodeBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.length > 0 && bytes.toString('base64') === text ? bytes : undefined;
}
