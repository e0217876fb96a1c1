// Kills the gateway and its PostgreSQL under load and checks that nothing was lost: `npm run crash -- --rounds 100 --seed 1`.
import { parseArgs } from 'node:util';
import { writeCounts } from './count.ts';
import { type Round, runRounds } from './run.ts';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '20' }, seed: { type: 'string' }, keep: { type: 'boolean' } },
});
const rounds = Number(values.rounds);
const seed = values.seed === undefined ? Math.floor(Date.now() / 1000) : Number(values.seed);
if (!Number.isSafeInteger(rounds) || rounds < 1 || !Number.isSafeInteger(seed)) {
  process.stderr.write('Usage: npm run crash -- --rounds <number> [--seed <number>] [--keep]\n');
  process.exit(2);
}

const done = await runRounds({ rounds, seed, onRound: print, keepData: values.keep === true });
summarise(done);
if (done.some(({ found }) => found.length > 0)) process.exitCode = 1;

function print(round: Round): void {
  const { number, seed: own, plan, found } = round;
  const again = plan.againAfterMs === undefined ? '' : `, again ${plan.againAfterMs} ms into its restart`;
  const clock = plan.clockAfterMs === undefined ? '' : `, leases ended after ${plan.clockAfterMs} ms`;
  const result = found.length === 0 ? 'ok' : `${found.length} VIOLATIONS`;
  console.log(
    `round ${number + 1} seed ${own}: killed ${plan.target} after ${plan.afterMs} ms${again}${clock} | ` +
      `${writeCounts([round.counts])}; ` +
      `${round.unanswered} unanswered ` +
      `(${round.existed} of them existed), ${round.tries} notification tries | ` +
      `recovered in ${Math.round(round.recoveryMs)} ms, checked after ${(round.durationMs / 1000).toFixed(1)} s | ${result}`,
  );
  for (const sentence of found.slice(0, 40)) console.log(`  ! ${sentence}`);
  if (found.length > 40) console.log(`  ! and ${found.length - 40} more`);
}

function summarise(all: readonly Round[]): void {
  const sum = (pick: (round: Round) => number) => all.reduce((total, round) => total + pick(round), 0);
  console.log(`\n${all.length} rounds, seeds ${seed} to ${seed + all.length - 1}`);
  for (const [target, killed] of Map.groupBy(all, ({ plan }) => plan.target)) {
    const times = killed.map(({ recoveryMs }) => Math.round(recoveryMs)).sort((a, b) => a - b);
    const median = times[Math.floor(times.length / 2)];
    console.log(
      `  ${target}: killed ${killed.length} times; accepting again after ${median} ms (median), ${times.at(-1)} ms at most`,
    );
  }
  console.log(
    `  created: ${writeCounts(all.map(({ counts }) => counts))}; ` +
      `${sum((round) => round.unanswered)} creations unanswered, ` +
      `${sum((round) => round.existed)} of which existed; ${sum((round) => round.tries)} notification tries`,
  );
  console.log(`  violations: ${sum((round) => round.found.length)}`);
}
