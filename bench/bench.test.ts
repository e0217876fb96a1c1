// The bench itself: every phase in its short form. No figure is asserted; a busy machine would make them lie.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { percentilesOf } from './load/percentiles.ts';
import { defaults, phases, readOptions } from './options.ts';
import { writeReport } from './report.ts';
import { type Figure, runBench } from './run.ts';
import { findPgbench } from './tpcb.ts';

test('every phase measures something, and what was notified is recorded', { timeout: 180_000 }, async () => {
  const options = { ...defaults, seconds: 0.6, connections: 4, merchants: 3, scale: 1, millions: 0.001 };
  const results = await runBench(options, () => {});

  const figures = [results.creations, results.paced, results.lifecycles, results.many, results.stored, ...results.hot];
  for (const figure of figures) assertMeasured(figure);
  assert.equal(figures.length, 7);
  assert.deepEqual(results.logged, []);
  assert.ok(results.peakMemoryMb > 0);
  assert.equal(results.tpcb.length, findPgbench() === undefined ? 0 : 2);

  const report = writeReport(results, options);
  for (const row of ['creations', 'creations at half of peak', 'lifecycles', 'lifecycles, 3 merchants'])
    assert.ok(report.includes(`| ${row} `), `${row} is missing in:\n${report}`);
});

test('an interrupted run leaves nothing behind', { timeout: 60_000 }, async () => {
  const interrupted = new AbortController();
  const begun = Promise.withResolvers<void>();
  const run = runBench({ ...defaults, only: ['creations'], connections: 4 }, () => begun.resolve(), interrupted.signal);
  await begun.promise;
  interrupted.abort();
  await assert.rejects(run, /Interrupted/);
});

test('percentiles are those of all latencies, whatever their order', () => {
  const latencies = Array.from({ length: 100 }, (_, index) => 100 - index);
  assert.deepEqual(percentilesOf(latencies), { p50: 51, p95: 96, p99: 100, max: 100 });
  assert.deepEqual(percentilesOf([]), { p50: 0, p95: 0, p99: 0, max: 0 });
});

test('a wrong option is refused with a sentence', () => {
  assert.deepEqual(readOptions([]), defaults);
  assert.deepEqual(readOptions(['--only', 'tpcb,paced', '--seconds', '2']).only, ['tpcb', 'paced']);
  assert.throws(() => readOptions(['--only', 'refunds']), /nothing called refunds/);
  assert.throws(() => readOptions(['--seconds', 'many']), /--seconds must be a number above zero/);
  assert.equal(phases.length, 5);
});

function assertMeasured(figure: Figure | undefined): void {
  assert.ok(figure && figure.measured.count > 0 && figure.perSecond > 0);
  assert.equal(figure.measured.refused, 0);
  assert.equal(figure.received.signaturesWrong, 0);
}
