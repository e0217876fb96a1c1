// Writes the results of a run as tables.
import { availableParallelism, cpus } from 'node:os';
import type { BenchOptions } from './options.ts';
import type { Figure, Results } from './run.ts';

/** What the design asks for, and what this version must reach on the way there. */
const goals = {
  lifecyclesToTpcb: { design: 0.5, now: 0.35 },
  creationsToTpcb: { design: 2.5, now: 1.5 },
  hotToMany: { design: 0.9, now: 0.9 },
  storedToEmpty: { design: 0.9, now: 0.9 },
};
const longestCreationP99Ms = 15;
const mostMemoryMb = 300;

export function writeReport(results: Results, options: BenchOptions): string {
  const { creations, lifecycles, paced, stored, many } = results;
  const tpcb = results.tpcb.length > 0 ? mean(results.tpcb) : undefined;
  const hot = results.hot.length > 0 ? mean(results.hot.map((figure) => figure.perSecond)) : undefined;
  const machine = `${availableParallelism()} cores (${cpus()[0]?.model ?? 'unknown'}), Node ${process.versions.node}`;

  const figures = [
    ['', 'a second', 'p50 ms', 'p95 ms', 'p99 ms', 'gateway cores', 'load cores', 'commands a batch', 'ms a batch'],
    ...figureRow('creations', creations),
    ...figureRow('creations at half of peak', paced),
    ...figureRow('lifecycles', lifecycles),
    ...results.hot.flatMap((figure) => figureRow('lifecycles, one merchant', figure)),
    ...figureRow(`lifecycles, ${options.merchants} merchants`, many),
    ...figureRow(`lifecycles, ${options.millions} million stored`, stored),
    ...results.tpcb.map((perSecond) => ['pgbench TPC-B', whole(perSecond), '', '', '', '', '', '', '']),
  ];
  const ratios = [
    ['', 'figure', 'target here', 'target of the design', ''],
    ...ratioRow('lifecycles / TPC-B', lifecycles?.perSecond, tpcb, goals.lifecyclesToTpcb),
    ...ratioRow('creations / TPC-B', creations?.perSecond, tpcb, goals.creationsToTpcb),
    ...ratioRow(`one merchant / ${options.merchants}`, hot, many?.perSecond, goals.hotToMany),
    ...ratioRow('lifecycles stored / empty', stored?.perSecond, lifecycles?.perSecond, goals.storedToEmpty),
    ...limitRow('p99 of a creation at half of peak, ms', paced?.measured.latencyMs.p99, longestCreationP99Ms),
    ...limitRow('peak memory of the gateway, MiB', results.peakMemoryMb, mostMemoryMb),
  ];
  return [
    `${machine}; ${options.connections} connections, ${options.seconds} s a figure`,
    table(figures),
    table(ratios),
    ...remarks(results),
    '',
  ].join('\n\n');
}

function figureRow(name: string, figure: Figure | undefined): string[][] {
  if (!figure) return [];
  const { perSecond, measured, gatewayCpu, commandsPerBatch, msPerBatch } = figure;
  const { p50, p95, p99 } = measured.latencyMs;
  const loadCores = measured.loadCpuSeconds / measured.seconds;
  return [
    [
      name,
      whole(perSecond),
      ...[p50, p95, p99].map((ms) => ms.toFixed(1)),
      gatewayCpu.toFixed(2),
      loadCores.toFixed(2),
      whole(commandsPerBatch),
      msPerBatch.toFixed(1),
    ],
  ];
}

function ratioRow(
  name: string,
  part: number | undefined,
  whole: number | undefined,
  goal: { readonly design: number; readonly now: number },
): string[][] {
  if (part === undefined || whole === undefined) return [];
  const ratio = part / whole;
  return [
    [name, ratio.toFixed(2), `>= ${goal.now}`, `>= ${goal.design}`, verdict(ratio >= goal.now, ratio >= goal.design)],
  ];
}

function limitRow(name: string, value: number | undefined, most: number): string[][] {
  if (value === undefined) return [];
  const isMet = value <= most;
  return [[name, value.toFixed(1), `<= ${most}`, `<= ${most}`, verdict(isMet, isMet)]];
}

function verdict(here: boolean, design: boolean): string {
  if (design) return 'met';
  return here ? 'met here' : 'missed';
}

/** Whatever a reader must know before believing a figure. */
function remarks({ logged, ...results }: Results): string[] {
  const figures = [
    results.creations,
    results.paced,
    results.lifecycles,
    ...results.hot,
    results.many,
    results.stored,
  ].filter((figure) => figure !== undefined);
  const sum = (count: (figure: Figure) => number) => figures.reduce((total, figure) => total + count(figure), 0);
  const refused = sum(({ measured }) => measured.refused);
  const repeated = sum(({ received }) => received.repeated);
  const cutShort = figures.filter(({ measured }) => measured.cutShort).length;
  const wrong = sum(({ received }) => received.signaturesWrong);
  const slowest = Math.max(0, ...figures.map(({ recordedAfterMs }) => recordedAfterMs));
  return [
    `Notifications: ${sum(({ received }) => received.distinct)} received and recorded (${whole(slowest)} ms after the load at most), ${repeated} repeated; ` +
      `${sum(({ received }) => received.signaturesChecked)} signatures checked, ${wrong} wrong.`,
    ...(refused > 0 ? [`${refused} requests were refused: the figures are spoilt.`] : []),
    ...(cutShort > 0
      ? [`${cutShort} figures were measured for a shorter time: the signed requests were used up.`]
      : []),
    ...(logged.length > 0 ? [`The gateway logged ${logged.length} lines, the first: ${logged[0]}`] : []),
  ];
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`;
  const rule = `|${widths.map((width, column) => (column === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`;
  const [head = [], ...body] = rows;
  return [line(head), rule, ...body.map(line)].join('\n');
}

function mean(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0) / values.length;
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en');
}
