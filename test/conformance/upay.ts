// Upay's driver: pre-created orders, barcodes, refunds and cancels of one terminal (upay.md 2, 3.3 to 3.7, 5, 6, 7).
import type { TestGateway } from '../support/gateway.ts';
import { readUpayAnswer } from '../support/upay-answer.ts';
import {
  authorization,
  createUpayClient,
  isFromPlatform,
  type UpayAnswer,
  type UpayClient,
} from '../support/upay-client.ts';
import { shownOf, type Statuses } from './shown.ts';
import type { Answer, Disguise, Member, Said, Shown, Speaker, Told, Voice } from './speaker.ts';

const says = (code: string, message = '', httpStatus = 200): Said => ({ httpStatus, code, message });
const malformed = (message: string, httpStatus?: number) => says('400 INVALID_PARAMS', message, httpStatus);
const notFound = says('FAIL UPAY_ORDER_NOT_EXIST', '订单不存在');
const noTerminal = says('400 INVALID_TERMINAL', '终端错误');

export const upay: Speaker = {
  dialect: 'upay',
  currency: 'CNY',
  channel: 'CN_WECHAT',
  lacks: {
    payout: 'terminals take money and give it back; nothing of it is paid out through them',
    balance: 'no operation tells it',
  },
  accepts: {
    payIn: says('PRECREATE_SUCCESS'),
    charge: says('PAY_SUCCESS'),
    query: says('SUCCESS'),
    refund: says('REFUND_SUCCESS'),
    takeBack: says('CANCEL_SUCCESS'),
  },
  refuses: {
    forged: says('400 ILLEGAL_SIGN', '签名错误'),
    stranger: noTerminal,
    // There is no code for it; nobody but a terminal's owner has a reason to call from elsewhere.
    addressForbidden: noTerminal,
    tooOften: says('500 REQUEST_FAIL', '系统繁忙，请稍后重试'),
    suspended: says('FAIL UPAY_TERMINAL_STATUS_ABNORMAL', '终端未激活'),
    appOff: says('FAIL UPAY_TERMINAL_NOT_EXISTS', '终端号在交易系统中不存在'),
    channelOff: says('FAIL UNEXPECTED_PROVIDER_ERROR', '不认识的支付通道'),
    overLimit: malformed('total_amount超出单笔限额'),
    noPath: malformed('没有这个接口：/upay/v2/nowhere', 404),
    noMethod: malformed('该接口只支持POST，不支持GET', 405),
    tooLong: malformed('请求内容过长', 413),
    notJson: malformed('请求内容须为JSON对象'),
    payInRepeated: says('FAIL CLIENT_SN_CONFLICT', 'client_sn在系统中已存在'),
    refundRepeated: says('FAIL UPAY_REFUND_ORDER_NOOP', '无效操作,本次退款退款已经完成了'),
    refundTooLarge: says('FAIL REFUNDABLE_AMOUNT_NOT_ENOUGH', '订单可退金额不足'),
    noPayment: notFound,
    noPaymentToRefund: notFound,
    noRefund: notFound,
    noPaymentToTakeBack: notFound,
  },
  acknowledgement: { body: 'success' },
  // 1 s and 5 s after the event.
  tellsAfterSeconds: [1, 4],
  returnsFee: true,
  payInPath: '/upay/v2/precreate',
  strangePath: '/upay/v2/nowhere',
  readAnswer(httpStatus, text) {
    const { result_code: code, error_code: error, error_message: message } = readUpayAnswer(text);
    return says(`${code} ${error}`, message, httpStatus);
  },
  join,
};

interface MadeApp {
  readonly appId: string;
  readonly vendorSn: string;
  readonly vendorKey: string;
  readonly terminalSn: string;
  readonly terminalKey: string;
  readonly platformPublicKey: string;
}

async function join(gateway: TestGateway, merchantId: string, notifyUrl: string): Promise<Member> {
  const app = await gateway.manage<MadeApp>('POST', '/apps', { merchantId, dialect: 'upay' });
  // Refunds are told to those alone who want it (7, Q16).
  await gateway.manage('PATCH', `/apps/${app.appId}`, {
    switches: { notifyOnRefund: true },
    callbackUrls: { merchant: notifyUrl },
  });
  const client = ({ forged = false, stranger = false, fetch = globalThis.fetch }: Disguise = {}) =>
    createUpayClient({
      baseUrl: gateway.url,
      vendor: { sn: app.vendorSn, key: app.vendorKey },
      terminal: { sn: stranger ? '1' : app.terminalSn, key: forged ? 'f'.repeat(32) : app.terminalKey },
      fetch,
    });
  return {
    appId: app.appId,
    voice: (disguise) => voiceOf(client(disguise)),
    told: ({ body, headers }) =>
      isFromPlatform(body, headers.authorization ?? '', app.platformPublicKey)
        ? toldIn(JSON.parse(body) as Data)
        : undefined,
  };
}

type Data = Readonly<Record<string, string>>;

let shownCodes = 0;

function voiceOf(client: UpayClient): Voice {
  const ask = async (request: string, fields: object, shownIn = paymentOf) =>
    answerOf(await client.call(`/upay/v2/${request}`, fields), shownIn);
  const order = (number: string, amountMinor: number) => ({
    client_sn: number,
    total_amount: String(amountMinor),
    subject: 'coffee',
    operator: 'op1',
  });
  return {
    payIn: ({ number, amountMinor }) => ask('precreate', { ...order(number, amountMinor), payway: '3' }),
    charge({ number, amountMinor }) {
      shownCodes += 1;
      // Of WeChat, and new each time.
      const code = `13${String(shownCodes).padStart(15, '0')}0`;
      return ask('pay', { ...order(number, amountMinor), dynamic_id: code });
    },
    query: ({ id }) => ask('query', { sn: id }),
    refund: ({ id }, { number, amountMinor }) =>
      ask(
        'refund',
        { sn: id, refund_request_no: number, refund_amount: String(amountMinor), operator: 'op2' },
        refundOf,
      ),
    queryRefund: ({ id }, number) => ask('query', { sn: id, refund_request_no: number }, refundOf),
    takeBack: ({ id }) => ask('cancel', { sn: id }),
    send: async (text) =>
      answerOf(
        await client.send(upay.payInPath, text, { authorization: authorization(client.terminal, text) }),
        paymentOf,
      ),
  };
}

function answerOf(answer: UpayAnswer, shownIn: (data: Data) => Shown): Answer {
  const { httpStatus, outcome, message, data, body } = answer;
  return { ...says(outcome, message, httpStatus), shown: shownIn(data), body };
}

const orderStatuses: Statuses = { CREATED: 'pending', PAID: 'completed', PAY_CANCELED: 'failed', CANCELED: 'failed' };
const refundStatuses: Statuses = { IN_PROG: 'pending', SUCCESS: 'completed', REFUND_ERROR: 'failed' };

function paymentOf({ sn: id, client_sn: number, total_amount: total, order_status: status }: Data): Shown {
  return shownOf(orderStatuses, { id, number, amountMinor: Number(total), status });
}

/** A refund is shown as what became of its order: it is named by `client_tsn`, and so much less is left (2.6). */
function refundOf(data: Data): Shown {
  const { client_sn: order = '', client_tsn: id = '', total_amount: total, net_amount: left, status } = data;
  const number = id.startsWith(`${order}-`) ? id.slice(order.length + 1) : undefined;
  return shownOf(refundStatuses, { id, number, amountMinor: Number(total) - Number(left), status });
}

function toldIn(fields: Data): Told {
  switch (fields['order_status']) {
    case 'PAID':
      return { about: 'payment', ...paymentOf(fields) };
    case 'PARTIAL_REFUNDED':
    case 'REFUNDED':
      return { about: 'refund', ...refundOf(fields) };
    default:
      throw new Error(`Nobody expects ${JSON.stringify(fields)}.`);
  }
}
