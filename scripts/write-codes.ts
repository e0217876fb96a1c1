// Writes docs/codes.md: every code a merchant can meet, what causes it and what to do. `node scripts/write-codes.ts`.
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Failure } from '../src/core/failure.ts';
import type { Reason } from '../src/core/reasons.ts';
import { type Code, codes, failureCodes, success } from '../src/dialects/paycools/codes.ts';

interface Note {
  readonly cause: string;
  readonly remedy: string;
}

const broken: Note = {
  cause: 'The gateway or its database did not answer.',
  remedy: 'Query before you repeat; the request may have been accepted.',
};
const unknownObject: Note = {
  cause: 'No object of this app has that id or order id.',
  remedy: 'Check the id, and that it was made with the same app.',
};

const reasonNotes: Readonly<Record<Reason, Note>> = {
  request_malformed: {
    cause: 'A field is missing or of the wrong form; the message names it.',
    remedy: 'Correct the field.',
  },
  app_unknown: { cause: 'There is no app with this id in this API.', remedy: 'Check the appId.' },
  app_disabled: { cause: 'The operator has switched the app off.', remedy: 'Ask the operator.' },
  merchant_suspended: { cause: 'The merchant is suspended.', remedy: 'Ask the operator.' },
  address_forbidden: {
    cause: "The request came from an address that is not on the app's list.",
    remedy: 'Have the address added, or call from a listed one.',
  },
  rate_exceeded: {
    cause: 'More requests a second than the app may make.',
    remedy: 'Wait and repeat, with growing pauses.',
  },
  signature_invalid: {
    cause: 'The signature does not fit the request as it was received.',
    remedy: 'In the sandbox, `POST /sandbox/explain` says what was signed over and why it fails.',
  },
  amount_missing: { cause: 'A code for a fixed amount was asked for without one.', remedy: 'Send the amount.' },
  amount_under_limit: {
    cause: "The amount is below the channel's or the merchant's smallest.",
    remedy: 'Send a larger amount.',
  },
  amount_over_limit: {
    cause: "The amount is above the channel's or the merchant's largest.",
    remedy: 'Send a smaller amount, or have the limit raised.',
  },
  bank_unknown: { cause: 'The bank code is not one of the list.', remedy: 'Use a listed code.' },
  wallet_unknown: { cause: 'The wallet code is not one of the list.', remedy: 'Use a listed code.' },
  email_invalid: { cause: 'The e-mail address is not one.', remedy: 'Correct it.' },
  channel_unavailable: {
    cause: 'The channel does not exist, is switched off, or takes nothing right now.',
    remedy: 'Use another channel, or try later.',
  },
  reference_repeated: {
    cause: 'The order id was used before.',
    remedy: 'Query that order; for a new one use a new id.',
  },
  idempotency_key_repeated: {
    cause: 'The idempotency id was used before.',
    remedy: 'Query the payout; for a new one use a new id.',
  },
  payment_not_found: unknownObject,
  payout_not_found: unknownObject,
  instrument_not_found: unknownObject,
  notification_not_found: unknownObject,
  balance_insufficient: {
    cause: 'The available balance does not cover amount and fee; what is held is not available.',
    remedy: 'Wait for settlement, or pay in.',
  },
  already_final: { cause: 'The object has ended already.', remedy: 'Query it.' },
  unavailable: broken,
  internal: broken,
};

const failureNotes: Readonly<Record<Failure, string>> = {
  service_error: 'The bank or wallet failed.',
  limit_exceeded: 'A limit of the payer, payee or bank was reached.',
  params_error: 'The bank refused the details, or another amount arrived than was asked for.',
  balance_insufficient: "The payer's account did not cover it.",
  channel_rejected: 'The channel or the payer declined.',
  destination_account_error: "The payee's account does not exist or takes no money.",
  network_rejected: "The banks' network refused.",
  channel_closed: 'The channel is closed for now.',
  merchant_unavailable: 'The merchant cannot be paid at the channel.',
  recipient_blocked: 'The payee is blocked.',
  refund_failed: 'The channel could not give the money back.',
};

export function renderCodes(): string {
  const lines = [
    '# Codes',
    '',
    'Made by `node scripts/write-codes.ts` from the tables that answer them; a test compares.',
    '',
    '## PayCools',
    '',
    'HTTP status is 200; the outcome is `code`.',
    '',
    '| code | message | cause | what to do |',
    '|---|---|---|---|',
    row(success, 'Accepted.', 'Nothing; what happens later comes by notification and query.'),
    ...grouped(),
    '',
    'Why money did not move (`failedCode` in queries and callbacks):',
    '',
    '| failedCode | failedMessage | meaning |',
    '|---|---|---|',
    ...(Object.entries(failureCodes) as [Failure, Code][]).map(
      ([failure, { code, message }]) => `| ${code} | ${message} | ${failureNotes[failure]} |`,
    ),
    '',
  ];
  return lines.join('\n');
}

/** One row a code: reasons that share it share the row. */
function grouped(): string[] {
  const byCode = new Map<number, { code: Code; causes: Set<string>; remedies: Set<string> }>();
  for (const [reason, code] of Object.entries(codes) as [Reason, Code][]) {
    const entry = byCode.get(code.code) ?? { code, causes: new Set<string>(), remedies: new Set<string>() };
    entry.causes.add(reasonNotes[reason].cause);
    entry.remedies.add(reasonNotes[reason].remedy);
    byCode.set(code.code, entry);
  }
  return [...byCode.values()]
    .sort((a, b) => a.code.code - b.code.code)
    .map(({ code, causes, remedies }) => row(code, [...causes].join(' Or: '), [...remedies].join(' ')));
}

function row({ code, message }: Code, cause: string, remedy: string): string {
  return `| ${code} | ${message} | ${cause} | ${remedy} |`;
}

export const codesPath = fileURLToPath(new URL('../docs/codes.md', import.meta.url));

if (import.meta.main) await writeFile(codesPath, renderCodes());
