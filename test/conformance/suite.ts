// The suite that every dialect passes: what a gateway owes a merchant whatever language he asks it in. A new dialect adds a driver.
import type { DialectName } from '../../src/core/merchant/merchant.ts';
import type { TestGateway } from '../support/gateway.ts';
import { bluepayV1 } from './bluepay-v1.ts';
import { bluepayV2 } from './bluepay-v2.ts';
import type { Step } from './checks.ts';
import { meetingsOf } from './meetings.ts';
import { paycools } from './paycools.ts';
import { refusalsOf } from './refusals.ts';
import { replaysOf } from './replays.ts';
import { restart } from './restart.ts';
import { openShop, type Shop } from './shop.ts';
import type { Speaker } from './speaker.ts';
import { story } from './story.ts';
import { upay } from './upay.ts';

/** A dialect without a driver does not compile. */
const drivers: Readonly<Record<DialectName, Speaker>> = {
  paycools,
  'bluepay-v1': bluepayV1,
  'bluepay-v2': bluepayV2,
  upay,
};
export const speakers = Object.values(drivers);

export interface Check {
  readonly title: string;
  run(gateway: TestGateway): Promise<void>;
}

/** Whatever the dialect does not say that it lacks. */
export function checksOf(speaker: Speaker): readonly Check[] {
  const { dialect, lacks } = speaker;
  return [...story, ...replaysOf(speaker), ...refusalsOf(speaker), ...meetingsOf(speaker), restart]
    .filter(({ needs }) => needs === undefined || lacks[needs] === undefined)
    .map(({ title, check }) => ({
      title: `${dialect}: ${title}`,
      run: (gateway) => runAlone(gateway, speaker, check),
    }));
}

/** With merchants of its own. */
async function runAlone(gateway: TestGateway, speaker: Speaker, check: Step['check']): Promise<void> {
  const opened: Shop[] = [];
  const open = async () => {
    const shop = await openShop(gateway, speaker);
    opened.push(shop);
    return shop;
  };
  try {
    await check(await open(), open);
  } finally {
    for (const shop of opened) await shop.close();
  }
}
