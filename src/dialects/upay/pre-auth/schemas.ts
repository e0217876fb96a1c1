// The fields of pre-authorization requests (upay.md 3.12), written as those of orders are.
import { Type } from 'typebox';
import type { FieldRules, ObjectRules } from '../fields.ts';
import { amount, bytes, digits, operator, reflect, terminalSn, text } from '../schemas.ts';

export const authSn = digits(32);
export const clientAuthSn = bytes(32);
export const clientTransNo = bytes(36);
export const requestNo = digits(20);
export const captureSn = digits(16);

/** An authorisation is named by the gateway's number or by the merchant's; the first wins. */
export const authorisationNamed: ObjectRules = { eitherOf: ['auth_sn', 'client_auth_sn'] };

/** What every operation says. */
export const transFields = {
  terminal_sn: terminalSn,
  client_trans_no: clientTransNo,
  amount,
  operator,
  subject: Type.Optional(text(32)),
  reflect,
} as const;

/** The same for operations on an authorisation that is there. */
export const transOnAuthorisation = {
  ...transFields,
  auth_sn: Type.Optional(authSn),
  client_auth_sn: Type.Optional(clientAuthSn),
} as const;

/** Times in milliseconds, as JSON numbers; their digits as a text are understood as well. */
export const pageInfo = Type.Object(
  {
    pageSize: Type.Optional(Type.Integer({ minimum: 1, maximum: 9999 })),
    startTime: Type.Optional(Type.Integer({ minimum: 0, maximum: 9_999_999_999_999 })),
    endTime: Type.Optional(Type.Integer({ minimum: 0, maximum: 9_999_999_999_999 })),
  },
  {
    description: '应为对象，pageSize为正整数，startTime与endTime为毫秒时间戳',
    read: (value) => (isObject(value) ? numbersOf(value) : undefined),
  } satisfies FieldRules,
);

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function numbersOf(object: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const numbers: Record<string, unknown> = {};
  for (const name of ['pageSize', 'startTime', 'endTime']) {
    const value = object[name];
    if (value === undefined || value === null || value === '') continue;
    numbers[name] = typeof value === 'string' && /^\d{1,13}$/.test(value) ? Number(value) : value;
  }
  return numbers;
}
