// The ledger's own check: whether every balance is what its transfers add up to.
import Type from 'typebox';
import { accept } from '../../kernel/outcome.ts';
import { type AdminDeps, type Route, route } from '../route.ts';
import { Balance } from '../schemas.ts';

const Difference = Type.Object({
  accountId: Type.String(),
  debits: Balance,
  credits: Balance,
  debitsOfTransfers: Balance,
  creditsOfTransfers: Balance,
});

export function ledgerRoutes({ engine }: AdminDeps): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/ledger/check',
      summary: 'Adds up all transfers of all cells and compares them with the balances that are kept.',
      answer: Type.Object({
        balanced: Type.Boolean(),
        accounts: Type.Integer(),
        transfers: Type.Integer(),
        differences: Type.Optional(Type.Array(Difference)),
      }),
      async act() {
        let accounts = 0;
        let transfers = 0;
        const differences = [];
        // One cell after another: each reads a whole ledger.
        for (let cell = 0; cell < engine.cells; cell++) {
          const books = await engine.store(cell).checkBooks();
          accounts += books.accounts;
          transfers += books.transfers;
          differences.push(...books.differences);
        }
        const balanced = differences.length === 0;
        return accept({ balanced, accounts, transfers, ...(balanced ? {} : { differences }) });
      },
    }),
  ];
}
