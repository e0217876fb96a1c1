// Spans are made when somebody records them, and only then.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { type Attributes, type Span, type SpanOptions, trace } from '@opentelemetry/api';
import Fastify from 'fastify';
import { findTracer, traceBatch, traceRequests } from './tracing.ts';

interface Recorded {
  readonly name: string;
  readonly attributes: Attributes;
  ended: boolean;
}

const recorded: Recorded[] = [];

function startSpan(name: string, options: SpanOptions = {}): Span {
  const own: Recorded = { name, attributes: { ...options.attributes }, ended: false };
  recorded.push(own);
  const span = {
    isRecording: () => true,
    setAttribute(key: string, value: string | number) {
      own.attributes[key] = value;
    },
    setStatus: () => span,
    end() {
      own.ended = true;
    },
  };
  return span as unknown as Span;
}

after(() => trace.disable());

test('without an SDK there is no tracer', () => {
  assert.equal(findTracer(), undefined);
});

test('with an SDK every request and every batch has a span that ends, named by its route and not by its ids', async () => {
  trace.setGlobalTracerProvider({ getTracer: () => ({ startSpan, startActiveSpan: () => assert.fail() }) });
  const tracer = findTracer();
  assert.ok(tracer);
  recorded.length = 0;
  const server = Fastify();
  traceRequests(server, tracer);
  server.get('/pay/:token', () => 'ok');
  await server.inject('/pay/a-secret-token');
  await server.close();
  traceBatch(tracer, { cell: 1, size: 3, durationMs: 2 });
  assert.deepEqual(
    recorded.map(({ name, ended }) => [name, ended]),
    [
      ['GET /pay/:token', true],
      ['commit batch', true],
    ],
  );
  assert.equal(recorded[0]?.attributes['http.response.status_code'], 200);
  assert.equal(recorded[1]?.attributes['polypay.commands'], 3);
});
