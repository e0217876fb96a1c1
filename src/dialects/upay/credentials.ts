// What a device gets when it is activated and when it checks in, and what it says of itself (upay.md 3.1, 3.2).
import { Type } from 'typebox';
import type { Merchant } from '../../core/merchant/merchant.ts';
import type { Store, Terminal } from '../../engine/terminals.ts';
import { text } from './schemas.ts';

/** They stand directly in `biz_response`. */
export function credentialsOf({ terminal, store, merchant }: { terminal: Terminal; store: Store; merchant: Merchant }) {
  return {
    terminal_sn: terminal.id,
    terminal_key: terminal.keys[0] ?? '',
    merchant_sn: merchant.id,
    merchant_name: merchant.name,
    store_sn: store.id,
    store_name: store.name,
  };
}

export const deviceAbout = { os_info: Type.Optional(text(45)), sdk_version: Type.Optional(text(45)) };

export function aboutDevice(said: {
  readonly os_info?: string;
  readonly sdk_version?: string;
}): Record<string, string> {
  const { os_info, sdk_version } = said;
  return { ...(os_info !== undefined && { os_info }), ...(sdk_version !== undefined && { sdk_version }) };
}
