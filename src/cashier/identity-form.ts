// What a user types about himself and his papers, and what of it is handed on: of the number of his ID only what may be shown.
import type { Person } from '../core/identity/identity-check.ts';
import { startOfLocalDay } from '../kernel/clock.ts';

/** As it was typed. */
export interface IdentityForm {
  readonly fullName: string;
  readonly birthDate: string;
  readonly idType: string;
  readonly idNumber: string;
}

export type IdentityField = keyof IdentityForm;

/** As merchants read them (paycools.md 3.10 lists none). */
export const idTypes = ['PhilSys', 'Passport', 'DriversLicense', 'UMID'] as const;

export const emptyForm: IdentityForm = { fullName: '', birthDate: '', idType: '', idNumber: '' };

/** More of a field than that is not shown again. */
const longestField = 200;

export function readIdentityForm(body: unknown): IdentityForm {
  const fields = (body ?? {}) as Readonly<Record<string, unknown>>;
  const textOf = (name: IdentityField) => {
    const value = fields[name];
    return typeof value === 'string' ? value.trim().slice(0, longestField) : '';
  };
  return {
    fullName: textOf('fullName').normalize('NFC').replace(/\s+/g, ' '),
    birthDate: textOf('birthDate'),
    idType: textOf('idType'),
    idNumber: textOf('idNumber'),
  };
}

/** The fields that cannot be true, in their order. `today`: `yyyy-MM-dd` where the user lives. */
export function wrongFields({ fullName, birthDate, idType, idNumber }: IdentityForm, today: string): IdentityField[] {
  const checks: Readonly<Record<IdentityField, boolean>> = {
    fullName: fullName.length <= 100 && /^\p{L}[\p{L}\p{M} .,'’-]*$/u.test(fullName),
    birthDate: startOfLocalDay(birthDate, 0) !== undefined && birthDate >= oldestBirthDate && birthDate <= today,
    idType: idTypes.some((known) => known === idType),
    idNumber: /^[A-Z0-9]{6,20}$/.test(bareNumber(idNumber)),
  };
  return (Object.keys(checks) as IdentityField[]).filter((field) => !checks[field]);
}

export const oldestBirthDate = '1900-01-01';

/** Of a form without wrong fields. */
export function personOf({ fullName, birthDate, idType, idNumber }: IdentityForm): Person {
  const bare = bareNumber(idNumber);
  const idNumberMasked = '*'.repeat(bare.length - 4) + bare.slice(-4);
  return { fullName, birthDate, idType, idNumberMasked };
}

/** Without the spaces and dashes in which numbers are printed. */
function bareNumber(idNumber: string): string {
  return idNumber.replace(/[\s-]/g, '').toUpperCase();
}
