// Users show who they are, and are believed or not (paycools.md 11.1, 11.2); sometimes the channel is asked by two at once.
import { orderRepeated, success } from './biller.ts';
import type { Desk } from './billing.ts';
import { type Identity, notYet, type Told } from './book.ts';
import { identityFields } from './requests.ts';

export function createIdentityWork({ biller, book, random, number, create, insist, onProblem }: Desk) {
  async function decide({ reference, acts }: Identity, outcome: 'passed' | 'rejected'): Promise<void> {
    const act: Identity['acts'][number] = { outcome, done: undefined };
    acts.push(act);
    const status = await biller.act(reference, outcome);
    if (status === 200) act.done = true;
    if (status === 409) act.done = false;
  }

  async function query(identity: Identity): Promise<void> {
    const { reference, told } = identity;
    const path = '/api/v1/ekyc/query';
    const asked = await insist(`${path} ${reference}`, () => biller.post(path, { requestId: reference }));
    if (!asked) return;
    const { code, data } = asked.answer;
    if (code !== success) return onProblem(`${reference} was asked for and answered with ${code}`);
    const { ekycId, status, fullName } = data;
    if (identity.id !== undefined && identity.id !== ekycId)
      onProblem(`${reference} was ${identity.id} and is ${String(ekycId)} now`);
    identity.id ??= String(ekycId);
    if (status !== 'PENDING') told.add(status as Told);
    if ((status === 'COMPLETE') !== (fullName !== null))
      onProblem(`${reference} is ${String(status)}: ${String(fullName)}`);
  }

  return {
    async identify(round: number): Promise<void> {
      const [reference, path] = [number('check'), '/api/v1/ekyc/init'];
      const fields = identityFields(reference, number('user'), biller.notifyUrl);
      const nothing = { ...notYet, id: undefined, acts: [], told: new Set<Told>() };
      const identity: Identity = { round, reference, path, fields, ...nothing };
      book.identities.push(identity);
      const made = await create(identity, () => biller.post(path, fields), orderRepeated);
      if (made) identity.id = String(made.data['ekycId']);
      const draw = random.next();
      if (draw < 0.4) await Promise.all([decide(identity, 'passed'), decide(identity, 'rejected')]);
      else if (draw < 0.85) await decide(identity, random.chance(0.7) ? 'passed' : 'rejected');
      await query(identity);
    },
  };
}
