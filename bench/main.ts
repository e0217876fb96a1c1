// Measures the gateway against PostgreSQL's own benchmark on this machine: `npm run bench`. What the figures mean:
// docs/benchmarks.md.
import { readOptions, usage } from './options.ts';
import { writeReport } from './report.ts';
import { runBench } from './run.ts';

const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => interrupted.abort());

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  const results = await runBench(options, (line) => console.error(line), interrupted.signal);
  console.log(`\n${writeReport(results, options)}`);
}

main().then(
  // What was still starting when it was interrupted may hold the process.
  () => process.exit(),
  (error: unknown) => {
    const isUsage = error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
    console.error(error instanceof Error ? error.message : error, isUsage ? `\n${usage}` : '');
    process.exit(interrupted.signal.aborted ? 130 : 1);
  },
);
