// What the operations of Upay answer (upay.md 2.6, 3): the whole body of an accepted request. Values are texts; what is not known is absent.
import { type TProperties, type TSchema, Type } from 'typebox';
import { exactly, wordOf } from '../answer-types.ts';
import { businessErrors } from './codes.ts';
import { requestTypes } from './pre-auth/request-no.ts';
import { transStatuses } from './pre-auth/trans.ts';
import { orderStatuses, transactionStatuses } from './statuses.ts';

const text = Type.String();
const maybe = Type.Optional(text);
/** Fen. */
const amount = Type.String({ pattern: '^\\d+$', description: 'In fen.' });
const time = Type.String({ pattern: '^\\d{13}$', description: 'Milliseconds since 1970.' });
const maybeTime = Type.Optional(time);

/** Layer 2 with one of these outcomes; an error is named where it went wrong. */
function business(resultCodes: readonly string[], data?: TSchema) {
  return accepted({
    result_code: wordOf(resultCodes),
    error_code: Type.Optional(wordOf([...new Set(Object.values(businessErrors).map(({ code }) => code))])),
    error_message: Type.Optional(Type.String({ description: 'What the person in charge reads.' })),
    ...(data && { data }),
  });
}

function accepted(members: TProperties) {
  return exactly({ result_code: wordOf(['200']), biz_response: exactly(members) });
}

/** What a callback tells as well (5). */
const order = {
  sn: Type.String({ pattern: '^789\\d{13}$', description: "The gateway's number of the order." }),
  client_sn: Type.String({ description: "The merchant's number of the order." }),
  client_tsn: Type.String({ description: "The merchant's number of the act: the payment, a refund or a cancel." }),
  ctime: time,
  status: wordOf(transactionStatuses, 'How far the newest act on the order is.'),
  payway: text,
  payway_name: text,
  sub_payway: text,
  order_status: wordOf(orderStatuses, 'How the order stands.'),
  payer_uid: maybe,
  payer_login: maybe,
  trade_no: Type.Optional(Type.String({ description: "The provider's number." })),
  total_amount: amount,
  net_amount: Type.String({ pattern: '^\\d+$', description: 'In fen: what is left with the merchant.' }),
  finish_time: maybeTime,
  channel_finish_time: maybeTime,
  subject: text,
  description: maybe,
  store_id: maybe,
  terminal_id: maybe,
  terminal_sn: text,
  operator: text,
  reflect: maybe,
  payment_list: Type.Array(exactly({ type: text, amount_total: amount })),
};

export const toldOrder = exactly(order);

const answeredOrder = {
  ...order,
  settlement_amount: Type.Optional(
    Type.String({ pattern: '^\\d+$', description: 'In fen: what an act that succeeded moved.' }),
  ),
};

const orderData = exactly(answeredOrder);

/** 3.3, and the freeze and the consume of a deposit (3.12b). */
export const payAnswer = business(
  ['PAY_SUCCESS', 'PAY_IN_PROGRESS', 'PAY_FAIL', 'PAY_FAIL_IN_PROGRESS', 'PAY_FAIL_ERROR'],
  orderData,
);

/** 3.4. One that was never handed over has no order. */
export const precreateAnswer = business(
  ['PRECREATE_SUCCESS', 'PRECREATE_FAIL', 'PRECREATE_FAIL_IN_PROGRESS', 'PRECREATE_FAIL_ERROR'],
  Type.Optional(
    exactly({
      ...answeredOrder,
      qr_code: Type.Optional(Type.String({ description: 'The text to draw as a QR code.' })),
      qr_code_image_url: Type.Optional(Type.String({ description: 'Where a picture of it is.' })),
      wap_pay_request: Type.Optional(
        Type.Union([text, Type.Object({})], {
          description:
            'What a page or program inside the wallet hands to it: JSON in a text, an object where an operator said so.',
        }),
      ),
    }),
  ),
);

/** 3.5. */
export const queryAnswer = business(['SUCCESS'], orderData);

/** 3.6. */
export const refundAnswer = business(
  ['REFUND_SUCCESS', 'REFUND_IN_PROGRESS', 'REFUND_FAIL', 'REFUND_ERROR'],
  orderData,
);

const ends = ['SUCCESS', 'IN_PROGRESS', 'ERROR'];

/** 3.7, 3.8, and the cancel of a deposit (3.12b). */
export const cancelAnswer = business(
  ['CANCEL', 'CANCEL_ABORT'].flatMap((act) => ends.map((end) => `${act}_${end}`)),
  orderData,
);

const trans = {
  terminal_sn: text,
  auth_sn: Type.String({ description: "The gateway's number of the authorisation." }),
  client_auth_sn: Type.String({ description: "The merchant's number of the authorisation." }),
  request_no: Type.String({ pattern: '^\\d{20}$', description: "The gateway's number of the operation." }),
  client_trans_no: Type.String({ description: "The merchant's number of the operation." }),
  sn: Type.Optional(Type.String({ description: 'Of a pay and its refund: the number of the order.' })),
  amount,
  payway: text,
  finish_time: maybeTime,
  channel_finish_time: maybeTime,
  payer_user_id: maybe,
  payer_logon_id: maybe,
  operator: text,
  reflect: maybe,
};

const queriedTrans = exactly({
  ...trans,
  status: wordOf(transStatuses),
  request_type: wordOf(Object.values(requestTypes), '05 freeze, 16 unfreeze, 07 pay, 18 refund.'),
  subject: maybe,
  request_create_time: time,
  request_finish_time: maybeTime,
});

/** 3.12: `result_code` is the state of the operation. */
export const transAnswer = business(transStatuses, exactly(trans));
export const queriedTransAnswer = business(transStatuses, queriedTrans);
export const queriedTransListAnswer = business(['SUCCESS'], exactly({ trans: Type.Array(queriedTrans) }));

/** 3.1, 3.2: directly in `biz_response`. */
export const credentialsAnswer = accepted({
  terminal_sn: text,
  terminal_key: Type.String({ description: 'With which the terminal signs from now on.' }),
  merchant_sn: text,
  merchant_name: text,
  store_sn: text,
  store_name: text,
});

/** 3.9: a form of its own for a file, the usual one for a JSON object. */
export const uploadLogAnswer = Type.Union([
  exactly({ result_code: wordOf(['200']), error_code: wordOf(['SUCCESS']), error_message: wordOf(['ok']) }),
  accepted({ result_code: wordOf(['SUCCESS']) }),
]);

/** 3.13: `data` is a text, a list or an object, or is not there. */
export function onboardedAnswer(data?: TSchema) {
  return accepted({ result_code: wordOf(['SUCCESS']), ...(data && { data }) });
}

export const merchantAnswer = onboardedAnswer(
  exactly({ merchant_sn: text, store_sn: text, terminal_sn: text, terminal_key: text }),
);

export const merchantInfoAnswer = onboardedAnswer(
  exactly({
    merchant_sn: text,
    client_sn: text,
    merchant_name: text,
    contact_name: text,
    contact_cellphone: text,
    area: text,
    street_address: text,
    bank_card: Type.String({ description: 'Masked.' }),
    bank_name: text,
    bank_area: text,
    branch_name: text,
    holder: text,
    bank_cellphone: Type.String({ description: 'Masked.' }),
    unified_status: Type.Integer({
      minimum: 1,
      maximum: 5,
      description:
        '1 in review, 2 accepted and the identity in review, 3 rejected or closed, 4 identity rejected, 5 passed.',
    }),
    error_message: Type.String({ description: 'Why it was rejected; else empty.' }),
  }),
);
