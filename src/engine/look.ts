// A fresh look at a channel: what dialects ask for when a merchant asks about something that is not decided.
import type { CallSubject } from '../core/call/call.ts';

export interface Lookout {
  /**
   * Asks the channel what became of it and commits a definite answer; hands nothing over. Resolves when that is done, or when there
   * is nothing to learn: no such capability, asked a moment ago, no answer in time. Never rejects.
   */
  look(cell: number, subject: CallSubject, id: string): Promise<void>;
}
