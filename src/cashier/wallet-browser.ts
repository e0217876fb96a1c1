// Whether a page is open inside a payment app, which can pay it there, or in a browser beside it.

/** How the apps name themselves (upay.md 3.10: WeChat, Alipay, QQ, UnionPay, JD, BestPay). */
const payingBrowsers = /AlipayClient|MicroMessenger|\bQQ\/|UnionPay|jdapp|BestPay/i;

export function canPayHere(userAgent: string | undefined): boolean {
  return userAgent !== undefined && payingBrowsers.test(userAgent);
}
