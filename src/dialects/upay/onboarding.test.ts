// Onboarding (upay.md 3.13): what a vendor must say of a merchant, what it is answered, and the pictures that go with it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createUpayGateway, upayAppId, type UpayGateway } from '../../../test/support/upay-gateway.ts';
import type { Application } from '../../engine/applications.ts';
import type { TerminalDirectory } from '../../engine/directory.ts';
import { accept, refuse } from '../../kernel/outcome.ts';

const merchant = {
  vendor_sn: '91800129',
  vendor_app_id: upayAppId,
  name: '上海小吃咖啡馆一号店',
  contact_name: '王小明',
  contact_cellphone: '13812345678',
  area: '310101',
  street_address: '南京东路100号',
  account_type: 1,
  bank_card: '6222021234567890128',
  bank_card_image: 'https://gw.example/upay/files/1',
  bank_name: '中国工商银行',
  bank_area: '310101',
  branch_name: '中国工商银行上海分行',
  holder: '王小明',
  id_type: 1,
  identity: '310101199001011234',
  holder_id_front_photo: 'https://gw.example/upay/files/2',
  holder_id_back_photo: 'https://gw.example/upay/files/3',
  brand_photo: 'https://gw.example/upay/files/4',
  indoor_photo: 'https://gw.example/upay/files/5',
  outdoor_photo: 'https://gw.example/upay/files/6',
} as const;
const license = {
  license_type: 2,
  business_license_photo: 'https://gw.example/upay/files/7',
  license_name: '上海小吃有限公司',
  license_address: '南京东路100号',
  license_validity: '长期',
};

interface Onboarding extends UpayGateway {
  readonly kept: Map<string, Application>;
  ask(name: string, fields: object): ReturnType<UpayGateway['client']['callAsVendor']>;
}

/** A gateway whose directory keeps applications in memory, by the rules of its interface. */
async function open(): Promise<Onboarding> {
  const kept = new Map<string, Application>();
  const pictures = new Map<string, { bytes: Uint8Array; type: string }>();
  const find = async (vendorId: string, merchantId: string) => {
    const found = kept.get(merchantId);
    return found?.vendorId === vendorId ? found : undefined;
  };
  const applications: TerminalDirectory['applications'] = {
    async apply({ vendorId, reference, fields }) {
      const all = [...kept.values()];
      if (reference !== '' && all.some((each) => each.reference === reference)) return refuse('reference_repeated');
      const merchantId = `M${kept.size}`;
      const status = 'review';
      const plain = { merchantId, vendorId, appId: 'A1', reference, status, problem: '', createdAt: 0 } as const;
      const application: Application = { ...plain, fields };
      kept.set(merchantId, application);
      const terminal = [...gateway.terminals.rows.values()][0];
      const store = [...gateway.terminals.stores.values()][0];
      assert.ok(terminal && store);
      return accept({ application, store, terminal });
    },
    find,
    async close(vendorId, merchantId) {
      const found = await find(vendorId, merchantId);
      if (found) kept.set(merchantId, { ...found, status: 'closed' });
      return found !== undefined;
    },
    async keepPicture(_vendorId, bytes, type) {
      pictures.set('0'.repeat(32), { bytes, type });
      return '0'.repeat(32);
    },
    findPicture: async (name) => pictures.get(name),
    listApplications: async () => [...kept.values()],
    reviewApplication: async () => refuse('application_not_found'),
  };
  const gateway = await createUpayGateway({ applications });
  return { ...gateway, kept, ask: (name, fields) => gateway.client.callAsVendor(`/v2/merchant/${name}`, fields) };
}

test('an application is answered with the numbers of its merchant, store and terminal', async () => {
  const gateway = await open();
  const { outcome, data } = await gateway.ask('create', {
    ...merchant,
    client_sn: 'V1',
    card_validity: 1_900_000_000_000,
  });
  assert.equal(outcome, 'SUCCESS');
  assert.deepEqual(data, {
    merchant_sn: 'M0',
    store_sn: '101200200046400',
    terminal_sn: '100000330000001',
    terminal_key: '9a8b7c6d5e4f30211203f4e5d6c7b8a9',
  });
  const { fields, reference } = gateway.kept.get('M0') ?? {};
  assert.equal(reference, 'V1');
  assert.deepEqual(
    [fields?.['account_type'], fields?.['card_validity'], fields?.['create_account']],
    ['1', '1900000000000', 'true'],
  );
});

const refused: [change: object, outcome: string, message: RegExp][] = [
  ...Object.keys(merchant).flatMap((name): [object, string, RegExp][] =>
    name === 'vendor_sn' ? [] : [[{ [name]: null }, '400 INVALID_PARAMS', new RegExp(`^${name}不能为空$`)]],
  ),
  [{ vendor_sn: null }, '400 INVALID_PARAMS', /vendor_sn不能为空/],
  [{ vendor_sn: '91800130' }, '400 INVALID_TERMINAL', /vendor_sn/],
  [{ vendor_app_id: 'another' }, '403 INVALID_PARAMS', /身份不匹配/],
  [{ vendor_app_id: 'x'.repeat(37) }, '400 INVALID_PARAMS', /vendor_app_id/],
  [{ name: '六个字的商户' }, '400 INVALID_PARAMS', /^name/],
  [{ name: '字'.repeat(41) }, '400 INVALID_PARAMS', /^name/],
  [{ name: 'Latin letters only' }, '400 INVALID_PARAMS', /^name/],
  [{ contact_name: '王' }, '400 INVALID_PARAMS', /contact_name/],
  [{ contact_name: 'Bob Wang' }, '400 INVALID_PARAMS', /contact_name/],
  [{ contact_cellphone: '1381234567' }, '400 INVALID_PARAMS', /contact_cellphone应为11位数字/],
  [{ area: '31010' }, '400 INVALID_PARAMS', /^area应为6位数字/],
  [{ street_address: '路100号'.slice(0, 4) }, '400 INVALID_PARAMS', /street_address/],
  [{ account_type: 3 }, '400 INVALID_PARAMS', /account_type/],
  [{ account_type: 1.0e3 }, '400 INVALID_PARAMS', /account_type/],
  [{ account_type: [1] }, '400 INVALID_PARAMS', /account_type/],
  [{ bank_card: '6222 0212' }, '400 INVALID_PARAMS', /bank_card/],
  [{ bank_card: '6'.repeat(46) }, '400 INVALID_PARAMS', /bank_card/],
  [{ id_type: 6 }, '400 INVALID_PARAMS', /id_type/],
  [{ identity: '1'.repeat(19) }, '400 INVALID_PARAMS', /identity/],
  [{ brand_photo: 'x'.repeat(256) }, '400 INVALID_PARAMS', /brand_photo/],
  [{ license_type: 8 }, '400 INVALID_PARAMS', /license_type/],
  [
    { license_type: 1 },
    '400 INVALID_PARAMS',
    /^business_license_photo不能为空；license_name.*license_validity不能为空$/,
  ],
  [{ ...license, license_address: '' }, '400 INVALID_PARAMS', /^license_address不能为空$/],
  [{ longitude: '121.5' }, '400 INVALID_PARAMS', /latitude/],
  [{ create_account: 'perhaps' }, '400 INVALID_PARAMS', /create_account/],
  [{ remark: 'x'.repeat(256) }, '400 INVALID_PARAMS', /remark/],
];
test('an application that says too little, too much or the wrong thing is refused by the field’s name, and leaves nothing', async () => {
  const gateway = await open();
  for (const [change, outcome, message] of refused) {
    const answer = await gateway.ask('create', { ...merchant, ...change });
    assert.equal(answer.outcome, outcome, JSON.stringify(change));
    assert.match(answer.message, message, JSON.stringify(change));
  }
  assert.equal(gateway.kept.size, 0);
});

const taken: object[] = [
  license,
  { license_type: 0 },
  { longitude: '121.5', latitude: '31.2' },
  { create_account: false },
  { account_type: '2' },
  { extra: { any: ['thing'] } },
  { contact_name: '买买提·艾力' },
  { unknown_field: 'ignored' },
];
for (const change of taken) {
  test(`an application with ${JSON.stringify(change)} is taken`, async () => {
    assert.equal((await (await open()).ask('create', { ...merchant, ...change })).outcome, 'SUCCESS');
  });
}

test('409: a vendor’s number for a merchant is used once; without one there is nothing to repeat', async () => {
  const gateway = await open();
  const apply = async (more: object) => (await gateway.ask('create', { ...merchant, ...more })).outcome;
  assert.equal(await apply({ client_sn: 'V1' }), 'SUCCESS');
  assert.equal(await apply({ client_sn: 'V1' }), '409 INVALID_PARAMS');
  assert.deepEqual([await apply({}), await apply({})], ['SUCCESS', 'SUCCESS']);
});

test('the state of an application is told as a number, its card and the card’s telephone masked', async () => {
  const gateway = await open();
  await gateway.ask('create', { ...merchant, client_sn: 'V1', bank_cellphone: '13912345678' });
  const ask = async () => (await gateway.ask('info', { vendor_sn: merchant.vendor_sn, merchant_sn: 'M0' })).data;
  assert.deepEqual(await ask(), {
    merchant_sn: 'M0',
    client_sn: 'V1',
    merchant_name: merchant.name,
    contact_name: merchant.contact_name,
    contact_cellphone: merchant.contact_cellphone,
    area: merchant.area,
    street_address: merchant.street_address,
    bank_card: '622202*********0128',
    bank_name: merchant.bank_name,
    bank_area: merchant.bank_area,
    branch_name: merchant.branch_name,
    holder: merchant.holder,
    bank_cellphone: '139****5678',
    unified_status: 1,
    error_message: '',
  });
  const states = { review: 1, identity_review: 2, rejected: 3, identity_rejected: 4, passed: 5 } as const;
  for (const [status, number] of Object.entries(states) as [keyof typeof states, number][]) {
    const application = gateway.kept.get('M0');
    assert.ok(application);
    gateway.kept.set('M0', { ...application, status, problem: '照片不清楚' });
    const { unified_status: told, error_message: problem } = await ask();
    assert.deepEqual([told, problem], [number, '照片不清楚']);
  }
});

test('a number too short to be masked in its middle is hidden altogether', async () => {
  const gateway = await open();
  await gateway.ask('create', { ...merchant, bank_card: '1234567890', bank_cellphone: '1234567' });
  const { data } = await gateway.ask('info', { vendor_sn: merchant.vendor_sn, merchant_sn: 'M0' });
  assert.deepEqual([data['bank_card'], data['bank_cellphone']], ['**********', '*******']);
});

test('a merchant is closed by its vendor; nobody finds or closes another vendor’s', async () => {
  const gateway = await open();
  await gateway.ask('create', merchant);
  await gateway.ask('create', merchant);
  const other = gateway.kept.get('M1');
  assert.ok(other);
  gateway.kept.set('M1', { ...other, vendorId: '91800130' });
  const named = (merchant_sn: string) => ({ vendor_sn: merchant.vendor_sn, merchant_sn });
  const closed = await gateway.ask('close', named('M0'));
  assert.deepEqual(closed.body.biz_response, { result_code: 'SUCCESS' });
  const { unified_status: told, error_message: why } = (await gateway.ask('info', named('M0'))).data;
  assert.deepEqual([told, why], [3, '商户已关闭']);
  for (const name of ['info', 'close'] as const) {
    for (const id of ['M1', 'M9']) {
      assert.equal((await gateway.ask(name, named(id))).outcome, 'FAIL UPAY_MERCHANT_NOT_EXISTS', `${name} ${id}`);
    }
    assert.equal((await gateway.ask(name, { vendor_sn: merchant.vendor_sn })).outcome, '400 INVALID_PARAMS');
  }
  assert.equal(gateway.kept.get('M1')?.status, 'review');
});

const lookups: [name: string, fields: object, data: unknown][] = [
  ['banks', { bank_card: '6222021234567890128' }, '中国工商银行'],
  ['banks', { bank_card: '4111111111111111' }, ''],
  ['banks', { bank_card: '6222021234567890129' }, 'bank_card不是有效的银行卡号'],
  ['banks', {}, 'bank_card不能为空'],
  ['branches', { bank_name: '招商银行', bank_area: '440305' }, ['招商银行深圳分行', '招商银行深圳分行营业部']],
  ['branches', { bank_name: '某某银行', bank_area: '440305' }, []],
  ['branches', { bank_name: '招商银行', bank_area: '4403' }, 'bank_area应为6位数字'],
  ['pub_banks', { bank_name: '招商' }, ['招商银行']],
  ['pub_banks', { bank_name: 'x'.repeat(46) }, 'bank_name应为字符串，长度不超过45位'],
];
for (const [name, fields, data] of lookups) {
  test(`${name} ${JSON.stringify(fields)} answers ${JSON.stringify(data)}`, async () => {
    const { body } = await (await open()).ask(name, fields);
    assert.deepEqual(body.biz_response?.data ?? body.error_message, data);
  });
}

const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(100, 1)]);

test('a picture is kept as it was sent and served as what its bytes say, running nothing', async () => {
  const gateway = await open();
  const { body } = await gateway.ask('upload', { file: png.toString('base64') });
  assert.equal(body.biz_response?.data, `https://gw.example/upay/files/${'0'.repeat(32)}`);
  const picture = await gateway.server.inject(`/upay/files/${'0'.repeat(32)}`);
  assert.equal(picture.headers['content-type'], 'image/png');
  assert.equal(picture.headers['x-content-type-options'], 'nosniff');
  assert.match(String(picture.headers['content-security-policy']), /sandbox/);
  assert.equal(picture.headers['cache-control'], 'no-store');
  assert.deepEqual(picture.rawPayload, png);
  for (const name of ['1'.repeat(32), '..%2f..%2fetc%2fpasswd', 'x'.repeat(200), '%00']) {
    assert.equal((await gateway.server.inject(`/upay/files/${name}`)).statusCode, 404, name);
  }
});

const begins = (hex: string, more = 0) =>
  Buffer.concat([Buffer.from(hex, 'hex'), Buffer.alloc(more)]).toString('base64');
const megabyte = 1_048_576;
const files: [title: string, file: unknown, outcome: string][] = [
  ['a JPEG', begins('ffd8ffe000104a464946'), 'SUCCESS'],
  ['a GIF', Buffer.from('GIF89a').toString('base64'), 'SUCCESS'],
  [
    'a PNG with its data: prefix and line breaks',
    `data:image/png;base64,${png.toString('base64').replace(/.{76}/g, '$&\n')}`,
    'SUCCESS',
  ],
  ['a picture of 1 MB', begins('ffd8ff', megabyte - 3), 'SUCCESS'],
  ['a picture of one byte more', begins('ffd8ff', megabyte - 2), '413 INVALID_PARAMS'],
  ['a picture of 2 MB', begins('ffd8ff', 2 * megabyte), '413 INVALID_PARAMS'],
  ['an SVG', Buffer.from('<svg onload="alert(1)">').toString('base64'), '400 INVALID_PARAMS'],
  ['no base64', '~~~~', '400 INVALID_PARAMS'],
  ['half a byte', 'ABCDE', '400 INVALID_PARAMS'],
  ['a number', 7, '400 INVALID_PARAMS'],
  ['nothing', '', '400 INVALID_PARAMS'],
];
for (const [title, file, outcome] of files) {
  test(`${title}, uploaded, answers ${outcome}`, async () => {
    assert.equal((await (await open()).ask('upload', { file })).outcome, outcome);
  });
}
