// Guards numbers that orders of several kinds share: whichever comes first has it, also where both come at once.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { NumberedKind } from '../../src/core/numbered.ts';
import { aCheckout, anInstrument, aPayment } from '../support/commands.ts';
import { createTestEngine } from '../support/engine.ts';
import { memory, postgresql } from '../support/stores.ts';

const kinds = ['payment', 'checkout', 'code'] as const satisfies NumberedKind[];

for (const kind of [memory, postgresql]) {
  test(`on ${kind.name} one number is one order, whichever two kinds ask for it, at once or in turn`, async () => {
    const { store, close } = await kind.open();
    try {
      const t = createTestEngine([store]);
      const create = (what: NumberedKind, reference: string, numberedWith: readonly NumberedKind[]) => {
        const asked = { reference, numberedWith };
        switch (what) {
          case 'payment':
            return t.engine.execute(0, 'create-payment', aPayment(t, asked));
          case 'checkout':
            return t.engine.execute(0, 'create-checkout', aCheckout(t, asked));
          case 'code':
            return t.engine.execute(0, 'create-instrument', anInstrument(t, asked));
        }
      };
      for (const first of kinds) {
        for (const second of kinds.filter((other) => other !== first)) {
          const name = `${first}-${second}`;
          const answers = await Promise.all([
            create(first, `${name}-at-once`, [second]),
            create(second, `${name}-at-once`, [first]),
          ]);
          assert.deepEqual(
            answers.map(({ ok }) => ok),
            [true, false],
            name,
          );
          assert.ok((await create(first, `${name}-in-turn`, [second])).ok);
          const refused = await create(second, `${name}-in-turn`, [first]);
          assert.equal(!refused.ok && refused.reason, 'reference_repeated', name);
          assert.ok((await create(second, `${name}-in-turn`, [])).ok, `${name}: kinds that share nothing`);
        }
      }
    } finally {
      await close();
    }
  });
}
