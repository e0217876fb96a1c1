// A split as its merchant names it (bluepay.md 3b.18).
import type { Share } from '../../../core/split/split.ts';
import type { Engine } from '../../../engine/engine.ts';
import { currencyOfCountry } from '../countries.ts';
import type { Caller } from '../operation.ts';

/** Its shares in their order; undefined where there is none, and for what is another app's or another country's. */
export async function findSplit(
  { app, merchant, country }: Pick<Caller, 'app' | 'merchant' | 'country'>,
  mchSplitOrderId: string,
  engine: Pick<Engine, 'store'>,
): Promise<readonly [Share, ...Share[]] | undefined> {
  const [first, ...others] = await engine.store(merchant.cell).listShares(app.id, mchSplitOrderId);
  return first?.currency === currencyOfCountry(country) ? [first, ...others] : undefined;
}
