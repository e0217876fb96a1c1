// The catalogue of channels, as data: what a fresh gateway offers before operators switch or override anything.
import type { Channel } from '../core/channel/channel.ts';
import { chinese } from './catalogue/china.ts';
import { indonesian } from './catalogue/indonesia.ts';
import { malaysian } from './catalogue/malaysia.ts';
import { philippine } from './catalogue/philippines.ts';
import { russian } from './catalogue/russia.ts';
import { thai } from './catalogue/thailand.ts';

export const catalogue: readonly Channel[] = [
  ...philippine,
  ...chinese,
  ...thai,
  ...malaysian,
  ...indonesian,
  ...russian,
];
