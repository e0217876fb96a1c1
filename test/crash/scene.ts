// Who plays in a run: the gateway, a merchant that sells on pages, by codes, at tills and in Thailand, another that bills its customers, and
// their receivers of notifications.
import type { Random } from '../support/random.ts';
import { type ShopBook, createShopBook } from './bluepay/book.ts';
import { readShopNotification } from './bluepay/check-notifications.ts';
import { readShopRows, type ShopRows } from './bluepay/rows.ts';
import { openShop, type Shop } from './bluepay/shop.ts';
import { type Book, createBook } from './book.ts';
import { readNotification } from './check-notifications.ts';
import type { GatewayProcess } from './gateway-process.ts';
import { createMerchant, type Merchant } from './merchant.ts';
import { type Biller, openBiller } from './paycools/biller.ts';
import { type BillerBook, createBillerBook } from './paycools/book.ts';
import { readBillerNotification } from './paycools/check-notifications.ts';
import { type BillerRows, readBillerRows } from './paycools/rows.ts';
import { createReceiver, type Receiver } from './receiver.ts';
import { readRows, type Rows } from './rows.ts';
import { createTillBook, type TillBook } from './upay/book.ts';
import { readCallback } from './upay/check-callbacks.ts';
import { readTillRows, type TillRows } from './upay/rows.ts';
import { openTill, type Till } from './upay/till.ts';

export interface Scene {
  readonly gateway: GatewayProcess;
  readonly merchant: Merchant;
  readonly receiver: Receiver;
  readonly book: Book;
  readonly till: Till;
  readonly tillReceiver: Receiver;
  readonly tillBook: TillBook;
  readonly shop: Shop;
  readonly shopReceiver: Receiver;
  readonly shopBook: ShopBook;
  readonly biller: Biller;
  readonly billerReceiver: Receiver;
  readonly billerBook: BillerBook;
  /** What no client should ever see, as sentences. */
  readonly problems: string[];
}

const fundingMinor = 2_000_000_000;
/** As PayCools wants it. */
const acknowledgement = '{"code":1,"msg":"success","data":{}}';

/** Makes the merchant through the admin API. Every receiver is added to `receivers` as soon as it listens. */
export async function setScene(
  gateway: GatewayProcess,
  dataFolder: string,
  random: Random,
  receivers: Receiver[],
): Promise<Scene> {
  const problems: string[] = [];
  const onProblem = (problem: string) => void problems.push(problem);
  const merchant = await createMerchant(gateway.url(), dataFolder, onProblem);
  const read = readNotification(merchant.verifyCallback);
  const receiver = await createReceiver({ random, read, acknowledgement });
  receivers.push(receiver);
  await merchant.ask('PATCH', `/admin/apps/${merchant.appId}`, { callbackUrls: { payout: receiver.url } });
  // Nothing is told before the till has sold something.
  const isFromPlatform: Till['isFromPlatform'] = (body, signature) => till.isFromPlatform(body, signature);
  const tillReceiver = await createReceiver({
    random,
    read: readCallback({ isFromPlatform }),
    acknowledgement: 'success',
  });
  receivers.push(tillReceiver);
  const till: Till = await openTill(merchant, gateway.url(), tillReceiver.url, onProblem);
  const shopReceiver = await createReceiver({
    random,
    read: readShopNotification({ readNotification: (body) => shop.readNotification(body) }),
    acknowledgement: '{"code":10000,"message":"Success"}',
  });
  receivers.push(shopReceiver);
  const shop: Shop = await openShop(merchant, gateway.url(), shopReceiver.url, onProblem);
  const billing = await createMerchant(gateway.url(), dataFolder, onProblem);
  const readBilled = readBillerNotification(billing.verifyCallback);
  const billerReceiver = await createReceiver({ random, read: readBilled, acknowledgement });
  receivers.push(billerReceiver);
  const biller = await openBiller(billing, billerReceiver.url, onProblem);
  return {
    gateway,
    merchant,
    receiver,
    book: createBook(),
    till,
    tillReceiver,
    tillBook: createTillBook(),
    shop,
    shopReceiver,
    shopBook: createShopBook(),
    biller,
    billerReceiver,
    billerBook: createBillerBook(),
    problems,
  };
}

/** So that payouts can be made. */
export async function fund({ merchant, book, shopBook, biller, billerBook }: Scene): Promise<void> {
  for (const [{ id: merchantId }, currency, funded] of [
    [merchant, 'PHP', book],
    [merchant, 'THB', shopBook],
    [biller.merchant, 'PHP', billerBook],
  ] as const) {
    const wanted = { merchantId, currency, amount: fundingMinor };
    const reply = await merchant.ask('POST', '/sandbox/fund', wanted);
    if (reply?.status !== 200) throw new Error(`The merchant could not be funded: ${JSON.stringify(reply)}`);
    funded.fundedMinor += BigInt(fundingMinor);
  }
}

export interface AllRows {
  readonly rows: Rows;
  readonly tills: TillRows;
  readonly traded: ShopRows;
  readonly billed: BillerRows;
}

/** What lies in the database now. */
export async function readAll({ gateway, merchant, shop, biller }: Scene): Promise<AllRows> {
  const sql = await gateway.openSql();
  try {
    return {
      rows: await readRows(sql, merchant.id),
      tills: await readTillRows(sql, merchant.id, 'CNY'),
      traded: await readShopRows(sql, merchant.id, shop.receivers),
      billed: await readBillerRows(sql, biller.merchant.id),
    };
  } finally {
    await sql.end();
  }
}
