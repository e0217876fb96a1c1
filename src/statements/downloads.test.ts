// Guards that statements leave room for payments: few at a time, few of one merchant, none for ever.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { PassThrough, type Readable } from 'node:stream';
import { test } from 'node:test';
import { minuteMs } from '../kernel/clock.ts';
import { createDownloads } from './downloads.ts';

const open = (): Readable => new PassThrough().on('error', () => {});

test('sixteen files are fetched at a time, two of them by one merchant; one that ends makes room', async () => {
  const downloads = createDownloads();
  const files = Array.from({ length: 16 }, (_, index) => downloads.start(`M${index >> 1}`, open));
  assert.ok(files.every((file) => file !== undefined));
  assert.equal(downloads.start('M99', open), undefined);
  files[0]?.destroy();
  await once(files[0] as Readable, 'close');
  assert.equal(downloads.start('M1', open), undefined, 'he has two');
  assert.ok(downloads.start('M0', open));
});

test('a file that is not read to its end within half an hour is cut off, and makes room', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const downloads = createDownloads();
  const file = downloads.start('M1', open) as Readable;
  t.mock.timers.tick(30 * minuteMs - 1);
  assert.equal(file.destroyed, false);
  t.mock.timers.tick(1);
  assert.equal(file.destroyed, true);
});

test('the stop of the gateway cuts off what is under way', () => {
  const downloads = createDownloads();
  const files = ['M1', 'M2'].map((id) => downloads.start(id, open));
  downloads.stop();
  assert.deepEqual(
    files.map((file) => file?.destroyed),
    [true, true],
  );
});
