// Any sequence of commands on one account, mandate, identity check or authorisation, one after the other or all at once.
import { test } from 'node:test';
import { aDebit, aMandate, anIdentityCheck, anInstrument } from '../support/commands.ts';
import { holds } from './sequence.ts';
import { amountMinor, creditOf, daysOf, said, stepsOfCode, triesOf, waits } from './steps.ts';
import { ownerOf } from './world.ts';

test('any sequence of commands on an account books each credit once, and completes a payment only within its bounds', () =>
  holds((t, merchant, fixed) => {
    const id = t.newId('VA');
    const bounds = { minAmountMinor: 1_000n, maxAmountMinor: amountMinor };
    const terms = {
      slot: 'ACCOUNT',
      channel: 'ACCOUNT',
      ...bounds,
      expiresAt: fixed ? t.clock.now() + 600_000 : undefined,
    };
    const create = anInstrument(t, { ...ownerOf(merchant), id, reference: id, ...terms });
    // Below the bounds, at both of them, above.
    const credits = [999n, 1_000n, amountMinor, amountMinor + 1n].map((paidMinor, index) => {
      const target = { paymentId: t.newId('C'), instrumentId: id };
      return creditOf(merchant, 'ACCOUNT', { ...target, bankReference: `B${index}`, amountMinor: paidMinor });
    });
    return {
      create: { name: 'create-instrument', command: create },
      credits,
      steps: [
        ...credits.map(({ command }) => ({ name: 'confirm-credit', command }) as const),
        ...stepsOfCode(create),
        { name: 'create-instrument', command: { ...create, repeat: 'return' } },
        ...daysOf(merchant),
        ...waits,
      ],
    };
  }));

test('any sequence of commands on a mandate ends it once, and what has ended takes no debit', () =>
  holds((t, merchant) => {
    const create = aMandate(t, ownerOf(merchant));
    const { id: mandateId } = create;
    const debits = [1, 2].map(() => aDebit(t, mandateId, { ...ownerOf(merchant), amountMinor }));
    const stranger = aDebit(t, mandateId, { ...ownerOf(merchant), appId: 'another', amountMinor });
    return {
      create: { name: 'create-mandate', command: create },
      steps: [
        { name: 'create-mandate', command: create },
        ...[true, true, false].map((agreed) => ({ name: 'decide-mandate', command: { mandateId, agreed } }) as const),
        ...(['merchant', 'payer'] as const).map(
          (by) => ({ name: 'cancel-mandate', command: { mandateId, by } }) as const,
        ),
        { name: 'expire-mandate', command: { mandateId } },
        ...[...debits, ...debits, stranger].map((command) => ({ name: 'create-payment', command }) as const),
        ...said,
        ...triesOf(mandateId, ['created', 'declined', 'cancelled']),
        ...waits,
        // Ten years and a day: then it is over.
        { name: 'wait', seconds: 3_654 * 86_400 },
      ],
    };
  }));

test('any sequence of commands on an identity check leaves the first verdict, or none once its time is up', () =>
  holds((t, merchant) => {
    const create = anIdentityCheck(t, ownerOf(merchant));
    const { id: identityCheckId } = create;
    const person = { fullName: 'Maria', birthDate: '1990-01-31', idType: 'Passport', idNumberMasked: '****567A' };
    return {
      create: { name: 'create-identity-check', command: create },
      steps: [
        { name: 'create-identity-check', command: create },
        { name: 'decide-identity-check', command: { identityCheckId, verdict: 'passed', person } },
        {
          name: 'decide-identity-check',
          command: { identityCheckId, verdict: 'rejected', failure: 'channel_rejected', person: null },
        },
        { name: 'expire-identity-check', command: { identityCheckId } },
        ...triesOf(identityCheckId, ['passed', 'rejected']),
        ...waits,
      ],
    };
  }));

test('any sequence of commands on an authorisation captures and releases no more than it is', () =>
  holds((t, merchant, fixed) => {
    const { merchantId, appId, referenceScope } = ownerOf(merchant);
    const id = t.newId('C');
    const owner = { merchantId, appId, referenceScope, details: {} };
    const names = { id, reference: id, operationReference: id };
    const create = { ...owner, ...names, channel: 'WALLET', amountMinor, payerCode: '28' };
    const captures = [7_000n, 13_100n, amountMinor].map((part, index) => {
      // The first may have the authorisation's own id and number.
      const own = index === 0 && fixed ? id : t.newId('C');
      const asked = { ...owner, id: own, reference: own, authorisationId: id, amountMinor: part };
      return { ...asked, releaseRest: index === 1, notifyUrl: 'http://merchant.test/notify' };
    });
    const releases = [5_000n, amountMinor].map((part) => {
      const number = t.newId('R');
      return { ...owner, id: number, reference: number, authorisationId: id, amountMinor: part };
    });
    const rest = { merchantId, appId, details: {}, authorisationId: id, amountMinor: null };
    const results = [
      { kind: 'succeeded', bankReference: 'K1' },
      { kind: 'refused', failure: 'channel_rejected' },
    ] as const;
    return {
      create: { name: 'create-authorisation', command: create },
      steps: [
        { name: 'create-authorisation', command: create },
        ...[0, 0, 0, 1].map(
          (index) =>
            ({
              name: 'settle-authorisation',
              command: { authorisationId: id, result: results[index] ?? results[0] },
            }) as const,
        ),
        ...captures.map((command) => ({ name: 'capture', command }) as const),
        ...releases.map((command) => ({ name: 'create-release', command }) as const),
        { name: 'create-release', command: { ...rest, id: t.newId('R') } },
        ...said,
        ...said,
        ...waits,
      ],
    };
  }));
