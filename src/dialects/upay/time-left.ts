// How long an answer may still wait. Clients give up after 5 s on everything but pay (upay.md 4.4).

const answerWithinMs = 4000;

/** Milliseconds of real time until the answer must be on its way, from now on. */
export function startAnswerTime(): () => number {
  const endsAt = performance.now() + answerWithinMs;
  return () => Math.max(0, endsAt - performance.now());
}
