// What the directory and the core refuse, in the words of the admin API.
import type { AdminReason } from '../engine/directory.ts';
import { type Refused, refuse } from '../kernel/outcome.ts';
import type { AdminRefusal } from './route.ts';

export const httpStatuses: Readonly<Record<AdminRefusal, number>> = {
  malformed: 400,
  not_found: 404,
  conflict: 409,
  unavailable: 503,
};

export function refuseMalformed(sentence: string): Refused<AdminRefusal> {
  return refuse('malformed', sentence);
}

export function refuseAbsent(what: string, id: string): Refused<AdminRefusal> {
  return refuse('not_found', `There is no ${what} ${id}.`);
}

/** `id` is what the request named. */
export function refusalOf({ reason, detail }: Refused<AdminReason>, id: string): Refused<AdminRefusal> {
  switch (reason) {
    case 'merchant_not_found':
      return refuseAbsent('merchant', id);
    case 'app_not_found':
      return detail === undefined ? refuseAbsent('app', id) : refuse('not_found', detail);
    case 'channel_not_found':
      return refuseAbsent('channel', id);
    case 'operator_not_found':
      return refuseAbsent('operator', id);
    case 'vendor_not_found':
      return refuseAbsent('vendor', id);
    case 'store_not_found':
      return detail === undefined ? refuseAbsent('store', id) : refuse('not_found', detail);
    case 'terminal_not_found':
      return refuseAbsent('terminal', id);
    case 'application_not_found':
      return refuseAbsent('application of a merchant', id);
    case 'operator_exists':
      return refuse('conflict', `There is an operator ${id} already.`);
    case 'store_closed':
      return refuse('conflict', `The store ${id} is closed.`);
    case 'application_closed':
      return refuse('conflict', `The application of the merchant ${id} was closed by its vendor.`);
    case 'public_key_invalid':
      return refuseMalformed(detail ?? 'publicKey is not a public key.');
    case 'amounts_reversed':
      return refuseMalformed(detail ?? 'The smallest amount must not be above the largest.');
  }
}
