// The fields and the answers of the two statements (paycools.md 3.1).
import { type TObject, Type } from 'typebox';
import { exactly, orNull, wordOf } from '../answer-types.ts';
import type { ObjectRules } from '../strict-fields.ts';
import { timestampOf } from '../timestamps.ts';
import { channelCode, mchOrderId, time, transactionId } from './answers.ts';
import { products } from './products.ts';
import { date } from './schemas.ts';

/** CLOSED is not among the statuses of a statement. */
const status = wordOf(['PENDING', 'COMPLETE', 'FAILED']);

const bothOptional: ObjectRules = { eitherOf: ['createDate', 'completeDate'] };

export const statementFields = Type.Object(
  {
    createDate: Type.Optional(date),
    completeDate: Type.Optional(date),
    // No list is so long: what is behind the last page is an empty one.
    page: Type.Integer({ minimum: 1, maximum: 1_000_000, description: 'must be an integer from 1 to 1000000' }),
    status: Type.Optional({ ...status, description: 'must be PENDING, COMPLETE or FAILED' }),
    // Documented as a string; clients send numbers as well, as they do elsewhere (paycools.md 3.8).
    timestamp: Type.Refine(
      Type.Union([Type.String({ maxLength: 50 }), Type.Integer()], { description: 'must be Unix milliseconds' }),
      (value) => timestampOf(value) !== undefined,
    ),
  },
  bothOptional,
);

const pesos = Type.Number({ minimum: 0, description: 'Pesos, with up to two decimals.' });
const completeTime = orNull(time);

const paymentRecord = exactly({
  merchantOrderId: mchOrderId,
  transactionId,
  paymentMethod: wordOf([...new Set(Object.values(products).map(({ name }) => name))], 'The product.'),
  paymentChannel: channelCode,
  amount: pesos,
  fee: pesos,
  name: orNull(Type.String({ description: "The customer's." })),
  mobile: orNull(Type.String({ description: "The customer's." })),
  status,
  appName: orNull(Type.String()),
  createTime: time,
  completeTime,
});

const payoutRecord = exactly({
  merchantOrderId: mchOrderId,
  transactionId,
  amount: pesos,
  fee: pesos,
  remittingBank: orNull(Type.String({ description: 'The bank that pays; null where its operator does not say.' })),
  remittingAccount: orNull(Type.String({ description: 'Masked, as 915****5678.' })),
  recipientName: Type.String({ description: 'Masked, as Juan****Cruz.' }),
  recipientAccount: Type.String({ description: 'Masked, as 091****6789.' }),
  receivingChannel: Type.String({ description: 'The bank or e-wallet that receives; SCANQR for a scanned code.' }),
  status,
  createTime: time,
  completeTime,
});

export const paymentStatementAnswer = pageOf(paymentRecord);
export const payoutStatementAnswer = pageOf(payoutRecord);

function pageOf(record: TObject) {
  const count = Type.Integer({ minimum: 0 });
  return exactly({ records: Type.Array(record), total: count, page: count, pageSize: count, pages: count });
}
