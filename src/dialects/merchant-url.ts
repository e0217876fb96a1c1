// Whether a text is an address that a merchant may name for its pages and its notifications.

/** Absolute, http or https, without blanks, backslashes and credentials. */
export function isMerchantUrl(text: string): boolean {
  if (!/^https?:\/\/[^\s\\]+$/i.test(text)) return false;
  const parsed = URL.parse(text);
  return parsed !== null && parsed.username === '' && parsed.password === '';
}
