// Spans for OpenTelemetry: one a request, one a batch. Whoever wants them registers an SDK before the gateway starts
// (`node --import ./otel.mjs src/main.ts`); without one nothing of this runs.
import { context, propagation, type Span, SpanKind, SpanStatusCode, trace, type Tracer } from '@opentelemetry/api';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Undefined when nobody records. */
export function findTracer(): Tracer | undefined {
  const tracer = trace.getTracer('polypay');
  const probe = tracer.startSpan('start');
  const records = probe.isRecording();
  probe.end();
  return records ? tracer : undefined;
}

/** A span a request, below the caller's when it sends a `traceparent`. The path is the route's, never with its ids. */
export function traceRequests(server: FastifyInstance, tracer: Tracer): void {
  const spans = new WeakMap<FastifyRequest, Span>();
  server.addHook('onRequest', (request, _reply, done) => {
    const parent = propagation.extract(context.active(), request.headers);
    const route = request.routeOptions.url ?? '/';
    const attributes = { 'http.request.method': request.method, 'http.route': route, 'polypay.request_id': request.id };
    const span = tracer.startSpan(`${request.method} ${route}`, { kind: SpanKind.SERVER, attributes }, parent);
    spans.set(request, span);
    context.with(trace.setSpan(parent, span), done);
  });
  server.addHook('onResponse', (request, reply, done) => {
    const span = spans.get(request);
    span?.setAttribute('http.response.status_code', reply.statusCode);
    if (reply.statusCode >= 500) span?.setStatus({ code: SpanStatusCode.ERROR });
    span?.end();
    done();
  });
}

/** A span a batch, written when it has been committed. */
export function traceBatch(
  tracer: Tracer,
  { cell, size, durationMs }: { cell: number; size: number; durationMs: number },
): void {
  const endTime = performance.timeOrigin + performance.now();
  const attributes = { 'polypay.cell': cell, 'polypay.commands': size };
  tracer.startSpan('commit batch', { startTime: endTime - durationMs, attributes }).end(endTime);
}
