// What a user may type about himself, and that the number of his ID does not leave the form.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type IdentityField, personOf, readIdentityForm, wrongFields } from './identity-form.ts';

const today = '2026-03-17';
const good = { fullName: 'Juan Dela Cruz', birthDate: '1990-02-28', idType: 'Passport', idNumber: 'P1234567A' };

const fine: [title: string, change: object][] = [
  ['as most people', {}],
  ['with signs in his name', { fullName: "Ma. José D'Ávila-Reyes, Jr." }],
  ['with a name of one letter', { fullName: 'O' }],
  ['in another script', { fullName: '王小明' }],
  ['with a name of 100 letters', { fullName: 'a'.repeat(100) }],
  ['born today', { birthDate: today }],
  ['born on a leap day', { birthDate: '2000-02-29' }],
  ['born in 1900', { birthDate: '1900-01-01' }],
  ['with a number in groups', { idNumber: '1234-5678 9012 3456' }],
  ['with a number in small letters', { idNumber: 'n01-23-456789' }],
];
for (const [title, change] of fine) {
  test(`a user ${title} is taken`, () => {
    assert.deepEqual(wrongFields(readIdentityForm({ ...good, ...change }), today), []);
  });
}

const wrong: [title: string, change: object, fields: IdentityField[]][] = [
  [
    'nothing',
    { fullName: '', birthDate: '', idType: '', idNumber: '' },
    ['fullName', 'birthDate', 'idType', 'idNumber'],
  ],
  ['only spaces', { fullName: '   ', idNumber: ' - ' }, ['fullName', 'idNumber']],
  ['digits for a name', { fullName: 'Juan 2' }, ['fullName']],
  ['markup for a name', { fullName: '<b>Juan</b>' }, ['fullName']],
  ['a control character in a name', { fullName: 'Juan\u0007' }, ['fullName']],
  ['a name that turns the words around it', { fullName: 'Juan\u202e' }, ['fullName']],
  ['half a character for a name', { fullName: 'Juan\ud800' }, ['fullName']],
  ['a name of 101 letters', { fullName: 'a'.repeat(101) }, ['fullName']],
  ['a day that is not', { birthDate: '1990-02-30' }, ['birthDate']],
  ['tomorrow', { birthDate: '2026-03-18' }, ['birthDate']],
  ['a day of long ago', { birthDate: '1899-12-31' }, ['birthDate']],
  ['a day in another form', { birthDate: '28/02/1990' }, ['birthDate']],
  ['another type', { idType: 'Library card' }, ['idType']],
  ['a name that every object has', { idType: 'constructor' }, ['idType']],
  ['five characters', { idNumber: '12345' }, ['idNumber']],
  ['twenty-one characters', { idNumber: '1'.repeat(21) }, ['idNumber']],
  ['digits of another script', { idNumber: '１２３４５６７' }, ['idNumber']],
  ['a list for a name', { fullName: ['Juan'] }, ['fullName']],
];
for (const [title, change, fields] of wrong) {
  test(`${title} is wrong in ${fields.join(', ')}`, () => {
    assert.deepEqual(wrongFields(readIdentityForm({ ...good, ...change }), today), fields);
  });
}

test('what is no form has nothing right in it', () => {
  for (const body of [undefined, null, '', 'x', 7, []])
    assert.equal(wrongFields(readIdentityForm(body), today).length, 4);
});

test('of the number only the last four characters are handed on, and how many there were', () => {
  const cases: [typed: string, masked: string][] = [
    ['P1234567A', '*****567A'],
    ['1234-5678-9012-3456', '************3456'],
    ['abcdef', '**CDEF'],
  ];
  for (const [idNumber, idNumberMasked] of cases) {
    const person = personOf(readIdentityForm({ ...good, fullName: ' Juan   Dela Cruz ', idNumber }));
    assert.deepEqual(person, {
      fullName: 'Juan Dela Cruz',
      birthDate: '1990-02-28',
      idType: 'Passport',
      idNumberMasked,
    });
  }
});
