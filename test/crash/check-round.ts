// Checks all that anybody ever did, when everything is quiet; and asks for what is of this round as each merchant would.
import { checkShopMoney } from './bluepay/check-money.ts';
import { checkShopNotifications } from './bluepay/check-notifications.ts';
import { checkShopAnswers, checkShopRows } from './bluepay/check-orders.ts';
import { checkShares } from './bluepay/check-shares.ts';
import { checkMoney } from './check-money.ts';
import { checkNotifications } from './check-notifications.ts';
import { checkAnswers, checkRows } from './check-orders.ts';
import { checkBills } from './paycools/check-accounts.ts';
import { checkBillerAnswers } from './paycools/check-answers.ts';
import { checkBillerMoney } from './paycools/check-money.ts';
import { checkBillerNotifications } from './paycools/check-notifications.ts';
import { checkSales } from './paycools/check-orders.ts';
import { checkPeople } from './paycools/check-people.ts';
import { readAll, type Scene } from './scene.ts';
import { checkCallbacks } from './upay/check-callbacks.ts';
import { checkTillMoney } from './upay/check-money.ts';
import { checkTillAnswers, checkTillRows } from './upay/check-orders.ts';

/** Answers what must not be, as sentences with ids; empty if all is well. */
export async function checkRound(scene: Scene, round: number): Promise<string[]> {
  const { merchant, receiver, book, till, tillReceiver, tillBook, shop, shopReceiver, shopBook } = scene;
  const { biller, billerReceiver, billerBook } = scene;
  const { rows, tills, traded, billed } = await readAll(scene);
  const found: string[] = [];

  checkRows(book, rows, found);
  await checkAnswers(book.ofRound(round), merchant, rows, found);
  await checkMoney(book, rows, merchant, found);
  checkNotifications(receiver, rows, found);

  const sold = checkTillRows(tillBook, tills, found);
  checkTillMoney(sold, tills, found);
  await checkTillAnswers(sold, till, found);
  checkCallbacks(tillReceiver, sold, found);

  const shopOrders = checkShopRows(shopBook, traded, found);
  await checkShopMoney(shopBook, shopOrders, traded, shop, found);
  await checkShopAnswers(shopOrders, shop, found);
  checkShopNotifications(shopReceiver, traded, found);
  checkShares(shopBook.orders, traded, shop, found);

  const done = { sold: checkSales(billerBook, billed, found), billed: checkBills(billerBook, billed, found) };
  checkPeople(billerBook, billed, found);
  await checkBillerMoney(billerBook, done, billed, biller, found);
  await checkBillerAnswers(billerBook.ofRound(round), done, billed, biller, found);
  checkBillerNotifications(billerReceiver, billed, found);
  return found;
}
