// A working request for every operation of Upay's API, in the order of a story: a test sends them, documents show them. The number of the
// terminal, which every request that it signs has, is left out.
import type { Example } from '../../kernel/example.ts';

const activate = 'POST /terminal/activate';
const precreate = 'POST /upay/v2/precreate';
const freeze = 'POST /api/v1/pre-auth/freeze';
const capture = 'POST /api/v1/pre-auth/pay';
const apply = 'POST /v2/merchant/create';

const vendor = { vendor_sn: '91800129' };
const vendorSn = { of: 'operator', at: 'vendorSn' } as const;
const operator = 'op1';
const sn = '7890100000000001';
const coffee = { total_amount: '1250', subject: '拿铁 大杯', operator };

const terminals: readonly Example[] = [
  {
    operation: activate,
    fields: { app_id: '2026010100000007', code: '40018822', device_id: 'POS-SH-0001', name: '1号收银台' },
    from: { app_id: { of: 'operator', at: 'appId' }, code: { of: 'operator', at: 'activationCodes.0' } },
  },
  { operation: 'POST /terminal/checkin', fields: { device_id: 'POS-SH-0001', os_info: 'Android5.0' } },
  {
    operation: 'POST /terminal/uploadLog',
    fields: { device_id: 'POS-SH-0001', log_type: 'crash', content: 'out of paper', occurred_at: '1769835600000' },
  },
];

const orders: readonly Example[] = [
  { operation: 'POST /upay/v2/pay', fields: { client_sn: 'PAY0001', ...coffee, dynamic_id: '280000000000000001' } },
  { operation: 'POST /upay/v2/query', fields: { client_sn: 'PAY0001' } },
  {
    operation: 'POST /upay/v2/refund',
    fields: { client_sn: 'PAY0001', refund_request_no: 'R1', refund_amount: '250', operator },
  },
  {
    operation: precreate,
    fields: { client_sn: 'SCAN0001', ...coffee, payway: '1', notify_url: 'https://shop.example/notify' },
  },
  { operation: 'POST /upay/v2/cancel', fields: { sn }, from: { sn: { of: precreate, at: 'biz_response.data.sn' } } },
  {
    operation: precreate,
    fields: { client_sn: 'SCAN0002', ...coffee, payway: '3', sub_payway: '3', payer_uid: 'oPAYER0001' },
  },
  {
    after: { reference: { of: precreate, at: 'biz_response.data.sn' }, outcome: 'paid' },
    operation: 'POST /upay/v2/revoke',
    fields: { client_sn: 'SCAN0002' },
  },
];

const authSn = { auth_sn: { of: freeze, at: 'biz_response.data.auth_sn' } } as const;

const preAuthorization: readonly Example[] = [
  {
    operation: freeze,
    fields: {
      client_auth_sn: 'ROOM0001',
      client_trans_no: 'ROOM0001-1',
      amount: '30000',
      dynamic_id: '280000000000000002',
      operator,
      subject: '押金',
    },
  },
  {
    operation: capture,
    fields: { auth_sn: sn, client_trans_no: 'ROOM0001-2', amount: '20000', operator, subject: '房费' },
    from: authSn,
  },
  {
    operation: 'POST /api/v1/pre-auth/refund',
    fields: { sn, client_trans_no: 'ROOM0001-3', amount: '5000', operator },
    from: { sn: { of: capture, at: 'biz_response.data.sn' } },
  },
  {
    operation: 'POST /api/v1/pre-auth/unfreeze',
    fields: { auth_sn: sn, client_trans_no: 'ROOM0001-4', amount: '10000', operator },
    from: authSn,
  },
  { operation: 'POST /api/v1/pre-auth/query', fields: { client_trans_no: 'ROOM0001-2' } },
  {
    operation: 'POST /api/v1/pre-auth/query-trans',
    fields: { client_auth_sn: 'ROOM0001', pageInfo: { pageSize: 20 } },
  },
];

const deposits: readonly Example[] = [
  {
    operation: 'POST /upay/v2/deposit/freeze',
    fields: {
      client_sn: 'BIKE0001',
      total_amount: '20000',
      dynamic_id: '280000000000000003',
      subject: '押金',
      operator,
    },
  },
  {
    operation: 'POST /upay/v2/deposit/consume',
    fields: { client_sn: 'BIKE0001', consume_amount: '1500', operator },
  },
  {
    operation: 'POST /upay/v2/deposit/freeze',
    fields: {
      client_sn: 'BIKE0002',
      total_amount: '20000',
      dynamic_id: '280000000000000004',
      subject: '押金',
      operator,
    },
  },
  { operation: 'POST /upay/v2/deposit/cancel', fields: { client_sn: 'BIKE0002' } },
];

const photo = 'https://shop.example/photo.jpg';
const merchantSn = { vendor_sn: vendorSn, merchant_sn: { of: apply, at: 'biz_response.data.merchant_sn' } } as const;

const onboarding: readonly Example[] = [
  {
    operation: 'POST /v2/merchant/upload',
    fields: { file: 'R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7' },
  },
  { operation: 'POST /v2/merchant/banks', fields: { bank_card: '6222021234567890128' } },
  { operation: 'POST /v2/merchant/pub_banks', fields: { bank_name: '工商' } },
  { operation: 'POST /v2/merchant/branches', fields: { bank_name: '中国工商银行', bank_area: '310101' } },
  {
    operation: apply,
    fields: {
      ...vendor,
      vendor_app_id: '2026010100000007',
      client_sn: 'SHOP0001',
      name: '上海小吃咖啡馆一号店',
      contact_name: '王小明',
      contact_cellphone: '13812345678',
      area: '310101',
      street_address: '南京东路100号',
      account_type: '1',
      bank_card: '6222021234567890128',
      bank_card_image: photo,
      bank_name: '中国工商银行',
      bank_area: '310101',
      branch_name: '中国工商银行上海分行',
      holder: '王小明',
      id_type: '1',
      identity: '310101199001011234',
      holder_id_front_photo: photo,
      holder_id_back_photo: photo,
      brand_photo: photo,
      indoor_photo: photo,
      outdoor_photo: photo,
    },
    from: {
      vendor_sn: vendorSn,
      vendor_app_id: { of: 'operator', at: 'appId' },
      brand_photo: { of: 'POST /v2/merchant/upload', at: 'biz_response.data' },
    },
  },
  {
    operation: 'POST /v2/merchant/info',
    fields: { ...vendor, merchant_sn: 'M0100000000000000001' },
    from: merchantSn,
  },
  {
    operation: 'POST /v2/merchant/close',
    fields: { ...vendor, merchant_sn: 'M0100000000000000001' },
    from: merchantSn,
  },
];

const wayBack = { return_url: 'https://shop.example/done' };

const pages: readonly Example[] = [
  { operation: 'GET /gateway', fields: { client_sn: 'WAP0001', ...coffee, ...wayBack } },
  { operation: 'GET /qr/gateway', fields: { client_sn: 'WAP0002', ...coffee, ...wayBack, payway: '1' } },
  { operation: 'GET /upay/qrcode', fields: { content: 'https://shop.example/pay' } },
];

export const examples: readonly Example[] = [
  ...terminals,
  ...orders,
  ...preAuthorization,
  ...deposits,
  ...onboarding,
  ...pages,
];
