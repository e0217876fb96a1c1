// Valid requests for every operation of Upay's API and its pages, as fields that a mutator can change.
import assert from 'node:assert/strict';
import { draftOf } from './mutations.ts';
import type { Random } from './random.ts';
import type { UpaySigner } from './upay-client.ts';
import type { UpayDraft } from './upay-mutations.ts';
import { newBarcode, type UpayShop } from './upay-shop.ts';

let numbers = 0;
const newNumber = () => `N${++numbers}`;

/** Makers of valid requests of a shop, some for every operation. `renewed` checks in with the device POS-9. */
export async function draftsOf(
  random: Random,
  shop: UpayShop,
  renewed: () => UpaySigner,
): Promise<(() => UpayDraft)[]> {
  const { client, appId, activationCodes } = shop;
  const [paid, open] = [await orders(shop, 16, 'paid'), await orders(shop, 40)];
  const terminal = () => client.terminal;
  const asTerminal = (path: string, fields: object, signer = terminal): UpayDraft => ({
    ...draftOf('POST', path, { terminal_sn: signer().sn, ...fields }),
    signer,
  });
  const asVendor = (path: string, fields: object): UpayDraft => ({
    ...draftOf('POST', path, { vendor_sn: client.vendor.sn, ...fields }),
    signer: () => client.vendor,
  });
  const v2 = (path: string, fields: object) => asTerminal(`/upay/v2/${path}`, { operator: 'op1', ...fields });
  const preAuth = (path: string, fields: object) =>
    asTerminal(`/api/v1/pre-auth/${path}`, { operator: 'op1', ...fields });
  const anOrder = () => ({ client_sn: newNumber(), total_amount: '1250', subject: 'coffee' });
  const more = {
    reflect: { table: '7' },
    longitude: '121.5',
    latitude: '31.2',
    extended: { goods_tag: 'x' },
    notify_url: '',
  };
  const goods = [{ goods_id: '1', goods_name: 'coffee', quantity: 1, price: 1250, promotion_type: 0 }];
  const alipay = () => `28${newBarcode().slice(2)}`;
  const { data: frozen } = await client.call('/api/v1/pre-auth/freeze', {
    client_auth_sn: newNumber(),
    client_trans_no: newNumber(),
    operator: 'op1',
    amount: '1000000',
    dynamic_id: alipay(),
  });
  const anAuth = () => ({ auth_sn: frozen['auth_sn'], client_trans_no: newNumber(), amount: '10' });
  const aDeposit = newNumber();
  await client.call('/upay/v2/deposit/freeze', { ...anOrder(), client_sn: aDeposit, dynamic_id: alipay() });
  const page = () => ({
    ...anOrder(),
    terminal_sn: client.terminal.sn,
    operator: '小王',
    return_url: 'https://shop.example/done',
  });
  const cashier = (path: string, fields: Record<string, unknown>): UpayDraft => ({
    ...draftOf('GET', path, fields),
    signer: terminal,
  });
  return [
    () => v2('pay', { ...anOrder(), ...more, dynamic_id: newBarcode() }),
    () => v2('pay', { ...anOrder(), payway: 1, goods_details: goods, dynamic_id: alipay() }),
    () => v2('pay', { ...anOrder(), client_sn: random.pick(paid), dynamic_id: newBarcode() }),
    () => v2('precreate', { ...anOrder(), ...more, payway: '1' }),
    () => v2('precreate', { ...anOrder(), payway: '3', sub_payway: '3', payer_uid: 'oPAYER0001' }),
    () => v2('query', { client_sn: random.pick(paid) }),
    () => v2('query', { client_sn: random.pick(open), sn: '7890000000000001', refund_request_no: 'R1' }),
    () => v2('refund', { client_sn: random.pick(paid), refund_amount: '1', refund_request_no: newNumber(), ...more }),
    () => v2('refund', { client_sn: random.pick(paid), refund_amount: '1', refund_request_no: 'again' }),
    () => v2('cancel', { client_sn: random.pick(open) }),
    () => v2('revoke', { client_sn: random.pick(open) }),
    () => v2('deposit/freeze', { ...anOrder(), dynamic_id: alipay() }),
    () => v2('deposit/consume', { client_sn: aDeposit, consume_amount: '100' }),
    () => v2('deposit/cancel', { client_sn: aDeposit }),
    () =>
      preAuth('freeze', {
        client_auth_sn: newNumber(),
        client_trans_no: newNumber(),
        amount: '100',
        dynamic_id: alipay(),
      }),
    () => preAuth('pay', anAuth()),
    () => preAuth('unfreeze', anAuth()),
    () => preAuth('refund', { ...anAuth(), amount: '1' }),
    () => preAuth('query', { client_trans_no: `N${random.below(numbers)}` }),
    () => preAuth('query-trans', { auth_sn: frozen['auth_sn'], pageInfo: { pageSize: 5, startTime: 0 } }),
    () => asTerminal('/terminal/checkin', { device_id: 'POS-9', os_info: 'Android5.0' }, renewed),
    () => asTerminal('/terminal/uploadLog', { device_id: 'POS-1', log_type: 'x', content: 'y', occurred_at: '1' }),
    () => asVendor('/terminal/activate', { app_id: appId, code: random.pick(activationCodes), device_id: newNumber() }),
    () => asVendor('/v2/merchant/create', { ...anApplication, vendor_app_id: appId, client_sn: newNumber() }),
    () => asVendor('/v2/merchant/info', { merchant_sn: shop.merchantId }),
    () => asVendor('/v2/merchant/close', { merchant_sn: 'M1' }),
    () => asVendor('/v2/merchant/banks', { bank_card: '6222021234567890128' }),
    () => asVendor('/v2/merchant/branches', { bank_name: '中国工商银行', bank_area: '310101' }),
    () => asVendor('/v2/merchant/pub_banks', { bank_name: '工商' }),
    () => asVendor('/v2/merchant/upload', { file: onePixel }),
    () => cashier('/gateway', page()),
    () => cashier('/qr/gateway', { ...page(), payway: '1', extended: '{"goods_tag":"x"}', reflect: '桌7' }),
    () => cashier('/upay/qrcode', { content: 'https://shop.example/pay' }),
    () => cashier('/upay/files/00000000000000000000000000000000', {}),
  ];
}

async function orders(shop: UpayShop, count: number, outcome?: 'paid'): Promise<string[]> {
  const amount = '100000000';
  return Promise.all(
    Array.from({ length: count }, async () => {
      const order = shop.order(outcome === undefined ? '1250' : amount);
      assert.equal((await order.precreate()).outcome, 'PRECREATE_SUCCESS');
      if (outcome !== undefined) await order.act(outcome);
      return order.clientSn;
    }),
  );
}

const onePixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';
const photo = 'https://gw.example/upay/files/1';
const anApplication = {
  name: '上海小吃咖啡馆一号店',
  contact_name: '王小明',
  contact_cellphone: '13812345678',
  area: '310101',
  street_address: '南京东路100号',
  account_type: 1,
  bank_card: '6222021234567890128',
  bank_card_image: photo,
  bank_name: '中国工商银行',
  bank_area: '310101',
  branch_name: '中国工商银行上海分行',
  holder: '王小明',
  id_type: 1,
  identity: '310101199001011234',
  holder_id_front_photo: photo,
  holder_id_back_photo: photo,
  brand_photo: photo,
  indoor_photo: photo,
  outdoor_photo: photo,
};
