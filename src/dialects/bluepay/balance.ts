// What a merchant can pay out of: the available balance in a country's currency (bluepay.md 3.1; 7, row 34).
import { accountId } from '../../core/ledger/ledger.ts';
import type { Merchant } from '../../core/merchant/merchant.ts';
import type { Engine } from '../../engine/engine.ts';
import { formatMainUnits } from '../../kernel/money.ts';

/** In main units with two decimals, whole rupiah included. */
export async function balanceData(
  { id, cell }: Pick<Merchant, 'id' | 'cell'>,
  currency: string,
  engine: Pick<Engine, 'find'>,
): Promise<{ readonly balance: string }> {
  const account = await engine.find(cell, 'accounts', accountId(id, currency, 'available'));
  const balance = formatMainUnits(account ? account.credits - account.debits : 0n, currency);
  return { balance: balance.includes('.') ? balance : `${balance}.00` };
}
