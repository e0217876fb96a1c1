// Files that come as base64 in a field: read, and told apart by their first bytes, whatever they are said to be.

export type FileType = 'image/png' | 'image/jpeg' | 'image/gif' | 'application/pdf';

/** The bytes of standard base64, with or without line breaks and a `data:` prefix; undefined where it is none. */
export function readBase64(text: string): Buffer | undefined {
  const digits = text.replace(/^data:[\w.+/-]{1,64};base64,/, '').replace(/\s+/g, '');
  if (digits.length % 4 === 1 || !/^[A-Za-z0-9+/]+={0,2}$/.test(digits)) return undefined;
  return Buffer.from(digits, 'base64');
}

/** Undefined for whatever is none of them. */
export function typeOfBytes(bytes: Buffer): FileType | undefined {
  const begins = (start: string) => bytes.subarray(0, start.length).equals(Buffer.from(start, 'latin1'));
  if (begins('\x89PNG\r\n\x1a\n')) return 'image/png';
  if (begins('\xff\xd8\xff')) return 'image/jpeg';
  if (begins('GIF87a') || begins('GIF89a')) return 'image/gif';
  return begins('%PDF-') ? 'application/pdf' : undefined;
}
