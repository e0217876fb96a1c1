// Reads a text that may be a JSON object, such as a notification or a merchant's answer to one.

/** Undefined where it is something else. Nothing is checked beyond that: for requests there is `readJsonObject`. */
export function objectIn(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
