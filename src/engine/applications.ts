// Applications of future merchants, handed in by a vendor and reviewed by operators (upay.md 3.13). They hold identity and bank
// data: sealed where they are stored, masked where they are shown.
import type { Instant } from '../kernel/clock.ts';
import type { Outcome } from '../kernel/outcome.ts';
import type { AdminOutcome } from './directory.ts';
import type { Store, Terminal } from './terminals.ts';

/** Under review; accepted, identity under review; rejected; accepted, identity rejected; identity passed; closed by its vendor. */
export type ApplicationStatus = 'review' | 'identity_review' | 'rejected' | 'identity_rejected' | 'passed' | 'closed';

export interface Application {
  /** The merchant that came of it: suspended until it is accepted. */
  readonly merchantId: string;
  readonly vendorId: string;
  readonly appId: string;
  /** The vendor's own number for the merchant; empty where it gave none. */
  readonly reference: string;
  readonly status: ApplicationStatus;
  /** Why it was rejected. */
  readonly problem: string;
  readonly createdAt: Instant;
  /** As it was handed in, by the names of the API. */
  readonly fields: Readonly<Record<string, string | number | boolean>>;
}

export interface NewApplication {
  readonly vendorId: string;
  readonly reference: string;
  readonly merchantName: string;
  readonly city: string;
  readonly fields: Application['fields'];
}

export interface Applications {
  /** Makes merchant, app, store and one terminal with it, in one transaction. Refuses a vendor's number used before. */
  apply(
    application: NewApplication,
  ): Promise<Outcome<{ application: Application; store: Store; terminal: Terminal }, 'reference_repeated'>>;
  /** Only its own vendor finds it. */
  find(vendorId: string, merchantId: string): Promise<Application | undefined>;
  /** Suspends the merchant, and no review makes it active again. False where that vendor has no such merchant. */
  close(vendorId: string, merchantId: string): Promise<boolean>;
  /** Keeps a picture; answers the unguessable name under which it is served. */
  keepPicture(vendorId: string, bytes: Uint8Array, type: string): Promise<string>;
  findPicture(name: string): Promise<{ readonly bytes: Uint8Array; readonly type: string } | undefined>;
}

export interface ApplicationsAdmin {
  listApplications(
    status: ApplicationStatus | undefined,
    afterMerchantId: string,
    limit: number,
  ): Promise<Application[]>;
  /** Accepted (`identity_review`, `passed`) the merchant is active, otherwise suspended. `problem` is kept with a rejection. */
  reviewApplication(
    merchantId: string,
    review: { readonly status: Exclude<ApplicationStatus, 'closed'>; readonly problem?: string | undefined },
    who: string,
  ): Promise<AdminOutcome<Application>>;
}
