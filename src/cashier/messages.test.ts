// Every language says everything, and a payer gets the best one for them.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Language, messages, pickLanguage } from './messages.ts';

describe('messages', () => {
  const keys = Object.keys(messages.en).toSorted();

  for (const [language, said] of Object.entries(messages)) {
    it(`are complete in ${language}`, () => {
      assert.deepEqual(Object.keys(said).toSorted(), keys);
      for (const [key, message] of Object.entries(said)) {
        const texts = [typeof message === 'function' ? message('Ⓐ', 'Ⓑ', 'Ⓒ') : message].flat();
        for (const text of texts) assert.notEqual(text.trim(), '', key);
        const given = typeof message === 'function' ? ['Ⓐ', 'Ⓑ', 'Ⓒ'].slice(0, message.length) : [];
        for (const name of given) assert.ok(texts.join(' ').includes(name), `${key} says ${name}`);
      }
    });
  }
});

describe('pickLanguage', () => {
  const cases: [header: string | undefined, language: Language][] = [
    [undefined, 'en'],
    ['', 'en'],
    ['fil-PH,fil;q=0.9,en-US;q=0.8', 'fil'],
    ['tl', 'fil'],
    ['TH-th', 'th'],
    ['in-ID', 'id'],
    ['zh-Hant-TW', 'zh'],
    ['de,fr;q=0.9,th;q=0.1', 'th'],
    ['en;q=0.2, id;q=0.7', 'id'],
    ['th;q=0, id;q=0.1', 'id'],
    ['th;q=nonsense, id;q=0.1', 'id'],
    ['*', 'en'],
    ['constructor, __proto__', 'en'],
    [`${'x,'.repeat(100_000)}th`, 'en'],
  ];
  for (const [header, language] of cases) {
    it(`answers ${language} to ${header?.slice(0, 40)}`, () => assert.equal(pickLanguage(header), language));
  }
});
