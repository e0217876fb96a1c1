// Types of what answers hold (docs/decisions/0011). Unlike a request's fields they name every member that may be there, and no other.
import { type TProperties, type TSchema, Type } from 'typebox';

/** An object of these members and of no other. */
export function exactly<Members extends TProperties>(members: Members) {
  return Type.Object(members, { additionalProperties: false });
}

/** There, and null where nothing is known of it. */
export function orNull<Value extends TSchema>(value: Value) {
  return Type.Union([value, Type.Null()]);
}

/** One of these words. */
export function wordOf<const Word extends string>(words: readonly Word[], description?: string) {
  return Type.Enum(words, { type: 'string', ...(description !== undefined && { description }) });
}
