// Where dialects get the link to a statement. The file is made while it is fetched: nobody who asks for a link waits for it.
import type { Engine } from '../engine/engine.ts';
import type { StatementDesk } from '../engine/statements.ts';
import type { Clock } from '../kernel/clock.ts';
import type { TokenSigner } from '../kernel/token.ts';
import { hasLines } from './lines.ts';
import { linkName } from './link.ts';
import { spanOf } from './statement.ts';

export interface StatementDeskDeps {
  readonly engine: Pick<Engine, 'store'>;
  readonly tokens: TokenSigner;
  readonly clock: Clock;
  /** Where merchants reach the gateway, without a slash at the end. */
  readonly baseUrl: () => string;
}

export function createStatementDesk({ engine, tokens, clock, baseUrl }: StatementDeskDeps): StatementDesk {
  return {
    async findLink({ merchant, currency, day, kind, dialect }) {
      const statement = { merchantId: merchant.id, currency, day, kind };
      const span = spanOf(statement);
      const now = clock.now();
      if (!span || now < span.to || !(await hasLines(engine.store(merchant.cell), statement))) return undefined;
      return `${baseUrl()}/statements/${linkName(tokens, statement, dialect, now)}.xlsx`;
    },
  };
}
