// The variant of version 1 for one large merchant, which says of each order from which of its parcels it comes (bluepay.md 3.16, 3.19). It
// is there for apps for which an operator switched it on.
import { type Static, type TObject, Type } from 'typebox';
import type { Details, Payment } from '../../../core/payment/payment.ts';
import { type Reason, refuse } from '../../../core/reasons.ts';
import type { Refused } from '../../../kernel/outcome.ts';
import { amount, code, email, oneOf, text } from '../schemas.ts';
import type { Settings } from '../settings.ts';

export const jtPath = '/open-api/jt';
/** Version 1, whatever the path says: version 2 has no variant. */
export const jtQrPath = '/open-api/v2/jt/qrcode';

const item = Type.Object({
  subOrderId: text(32),
  customerName: Type.Optional(text(128)),
  customerMobile: Type.Optional(
    Type.String({ pattern: '^0([689][0-9]{8}|[23457][0-9]{7})$', description: 'must be a Thai telephone number' }),
  ),
  amount,
  email: Type.Optional(email),
  regionNo: code(1, 50),
  branchNo: text(100),
  courierNo: text(100),
  courierName: Type.Optional(text(100)),
  courierMobile: Type.Optional(text(32)),
});

export const jtFields = {
  /** A store of the merchant's own, or a franchisee's. */
  businessType: Type.Optional(Type.Integer({ minimum: 1, maximum: 2, description: 'must be 1 or 2' })),
  projectType: Type.Optional(oneOf(['PPCASH', 'VIP'])),
  items: Type.Optional(
    Type.Array(item, {
      maxItems: 100,
      description: 'must be at most 100 objects, each with subOrderId, amount, regionNo, branchNo and courierNo',
    }),
  ),
};

/** A parcel can also be paid for at home, by a code. */
export const jtQrFields = { ...jtFields, projectType: Type.Optional(oneOf(['PPCASH', 'VIP', 'HOME'])) };

/** Without the switch there is no such operation. */
export function refuseJt({ jt }: Settings): Refused<Reason> | undefined {
  return jt ? undefined : refuse('request_malformed', 'this variant is not open to the app');
}

export function jtDetails({ businessType, projectType, items }: Static<TObject<typeof jtQrFields>>): Details {
  return {
    businessType: businessType ?? 1,
    projectType: projectType ?? 'PPCASH',
    items: items ? JSON.stringify(items) : null,
  };
}

/** What was said, again. */
export function jtSaid({ details }: Pick<Payment, 'details'>) {
  return { ...jtKind(details), items: itemsOf(details) };
}

/** Besides, for each payment of a list; `subOrderId` where the order is of one parcel, which then names it. */
export function jtPaymentSaid(payment: Payment) {
  const { reference, details, amountMinor } = payment;
  const items = itemsOf(details);
  return {
    mchOrderId: reference,
    subOrderId: items?.length === 1 ? items[0]?.subOrderId : null,
    ...jtKind(details),
    amount: Number(amountMinor),
    ...feeAndTotal(payment),
  };
}

/** The total is their sum, in the one published sample (3.19). */
export function feeAndTotal({ amountMinor, feeMinor }: Payment) {
  return { fee: Number(feeMinor), totalAmount: Number(amountMinor + feeMinor) };
}

function jtKind({ businessType = null, projectType = null }: Details) {
  return { businessType, projectType };
}

/** As they were checked when the order was made; null where it had none. */
function itemsOf({ items }: Details): readonly Static<typeof item>[] | null {
  return typeof items === 'string' ? (JSON.parse(items) as Static<typeof item>[]) : null;
}
