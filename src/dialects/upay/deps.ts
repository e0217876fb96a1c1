// What the Upay plugin is given by whoever starts it.
import type { TerminalDirectory } from '../../engine/directory.ts';
import type { Lookout } from '../../engine/look.ts';
import type { Serials } from '../../engine/serials.ts';
import type { DialectDeps } from '../deps.ts';

export interface UpayDeps extends DialectDeps {
  readonly directory: DialectDeps['directory'] & TerminalDirectory;
  readonly lookout: Lookout;
  readonly serials: Serials;
}
