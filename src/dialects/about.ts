// What an operation says of itself beside its fields, for the documents that are made of it (docs/decisions/0011).
import type { TSchema } from 'typebox';

export interface About {
  /** One sentence: what it is for. */
  readonly summary: string;
  /** Its `data` when it is accepted: every member that may be there, and no other. */
  readonly answer: TSchema;
}
