// Guards that pages that stay open cannot take all connections, and that one that leaves makes room for the next.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { openCashier } from '../../test/support/cashier.ts';
import { createNewsStreams } from './news-stream.ts';
import { findPageSubject } from './page-subject.ts';

test('no more streams than allowed are open at a time, whether they ended or were left', async () => {
  const { engine, checkoutId, choose } = await openCashier();
  const streams = createNewsStreams(engine, 2);
  const subject = await findPageSubject(engine, checkoutId);
  assert.ok(subject);
  const [first, second] = [streams.open(subject, checkoutId), streams.open(subject, checkoutId)];
  assert.ok(first && second);
  assert.equal(streams.open(subject, checkoutId), undefined);
  // Left before it was ever read.
  second.destroy();
  await once(second, 'close');
  const third = streams.open(subject, checkoutId);
  assert.ok(third);
  assert.equal(streams.open(subject, checkoutId), undefined);
  const ended = [first, third].map((stream) => once(stream.resume(), 'close'));
  await choose('QR');
  await Promise.all(ended);
  assert.ok(streams.open(subject, checkoutId)?.destroy());
});

test('a database that does not answer ends a stream without an error', async () => {
  const { engine, checkoutId } = await openCashier();
  const subject = await findPageSubject(engine, checkoutId);
  assert.ok(subject);
  const broken = { ...engine, until: () => Promise.reject(new Error('no answer')) };
  const stream = createNewsStreams(broken).open(subject, checkoutId);
  const read = await Array.fromAsync(stream ?? []);
  assert.deepEqual(read, [`retry: 1000\ndata: {"status":"${subject.state}"}\n\n`]);
});
