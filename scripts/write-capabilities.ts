// Writes docs/capabilities.md: what each dialect lets merchants do, and what can be given back by each channel.
// `node scripts/write-capabilities.ts`.
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { catalogue } from '../src/channels/catalogue.ts';
import type { Channel } from '../src/core/channel/channel.ts';
import type { DialectName } from '../src/core/merchant/merchant.ts';
import { operations as bluepay } from '../src/dialects/bluepay/operations.ts';
import { operations as paycools } from '../src/dialects/paycools/operations.ts';
import { operations as upay } from '../src/dialects/upay/operations.ts';
import { cashierPaths } from '../src/dialects/upay/routes/open-cashier.ts';
import { formatMainUnits } from '../src/kernel/money.ts';
import { capabilities } from './capabilities.ts';

export const capabilitiesPath = fileURLToPath(new URL('../docs/capabilities.md', import.meta.url));

const titles: Readonly<Record<DialectName, string>> = {
  paycools: 'PayCools',
  'bluepay-v1': 'BluePay v1',
  'bluepay-v2': 'BluePay v2',
  upay: 'Upay',
};
const dialects = Object.keys(titles) as DialectName[];

const pathsOf: Readonly<Record<DialectName, readonly string[]>> = {
  paycools: paycools.map(({ path }) => path),
  'bluepay-v1': bluepay.filter(({ versions }) => versions.includes('v1')).map(({ path }) => path),
  'bluepay-v2': bluepay.filter(({ versions }) => versions.includes('v2')).map(({ path }) => path),
  // Payers' browsers ask for the cashier.
  upay: [...upay.map(({ path }) => path), ...cashierPaths],
};

/** Throws for an operation that stands under no capability, and a pattern that finds none. */
export function renderCapabilities(): string {
  return [
    '# Capabilities',
    '',
    'Made by `node scripts/write-capabilities.ts` from the operations and the catalogue of channels; a test compares. Operators can switch',
    'channels, and what of them may be given back, by `PATCH /admin/channels/{channelCode}`.',
    '',
    '## What merchants can do',
    '',
    ...tableOf(['', ...Object.values(titles)], capabilityRows()),
    '',
    '## Channels',
    '',
    'Amounts in the currency’s main unit. Refunds: whole, in part, more than once; void: on the same day, before settlement.',
    '',
    ...tableOf(
      ['channel', 'name', 'country', 'kind', 'dialects', 'amounts', 'refund', 'void'],
      catalogue.map(channelRow),
    ),
    '',
  ].join('\n');
}

function capabilityRows(): string[][] {
  for (const dialect of dialects) {
    const isNowhere = (path: string) => !capabilities.some(({ paths }) => paths[dialect]?.test(path));
    const left = pathsOf[dialect].filter(isNowhere);
    if (left.length > 0) throw new Error(`${titles[dialect]}: ${left.join(', ')} (scripts/capabilities.ts).`);
  }
  return capabilities.map(({ name, paths }) => [
    name,
    ...dialects.map((dialect) => {
      const own = [...new Set(pathsOf[dialect].filter((path) => paths[dialect]?.test(path)))];
      if (paths[dialect] && own.length === 0) throw new Error(`${titles[dialect]} has nothing of “${name}”.`);
      return own.length === 0 ? '–' : own.map((path) => `\`${path}\``).join('<br>');
    }),
  ]);
}

function channelRow({
  code,
  name,
  country,
  kind,
  type,
  dialects: served,
  currency,
  minAmount,
  maxAmount,
  supports,
}: Channel) {
  const refunds = [
    supports.fullRefund && 'whole',
    supports.partialRefund && 'part',
    supports.multipleRefund && 'many',
  ].filter(Boolean);
  return [
    `\`${code}\``,
    name,
    country,
    type === undefined || type === kind ? kind : `${kind}, ${type}`,
    (served ?? dialects).map((dialect) => titles[dialect]).join(', '),
    kind === 'identity'
      ? '–'
      : `${formatMainUnits(minAmount, currency)} to ${formatMainUnits(maxAmount, currency)} ${currency}`,
    refunds.length === 0 ? '–' : refunds.join(', '),
    supports.void ? 'yes' : '–',
  ];
}

function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)];
}

if (import.meta.main) await writeFile(capabilitiesPath, renderCapabilities());
