// In which language a request asks a checkout's page to speak first (bluepay.md 3b.3, paycools.md 9.2).
import { Type } from 'typebox';

const languages = { EN: 'en', IN: 'id', TH: 'th' } as const;

export const language = Type.Enum(['EN', 'IN', 'TH'], { type: 'string', description: 'must be one of EN, IN, TH' });

/** As the page calls it. */
export function pageLanguage(asked: keyof typeof languages): string {
  return languages[asked];
}
