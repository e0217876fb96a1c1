-- The sandbox's own bank: what it was asked, the money it took in and paid out, and what merchants' inboxes received.
-- It is a system of its own beside the gateway: its books are compared with the ledger to the cent, never joined with it.

-- What the gateway asked, each time it asked.
create table requests (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  kind text not null check (kind in ('send-payout', 'query-payout')),
  payout_id text not null,
  -- Asked for a payout that it had taken already: the same money, not more of it.
  replay boolean not null
);

-- Money that payers paid in. `due_at`: when the gateway is told (again) unless it has confirmed; null: nothing is owed.
create table credits (
  payment_id text primary key,
  reference text not null,
  cell int not null,
  merchant_id text not null,
  channel text not null,
  currency text not null,
  instrument_id text,
  amount_minor bigint not null check (amount_minor > 0),
  -- The gateway is told only after the payment's time has passed.
  awaits_expiry boolean not null,
  booked_at timestamptz not null,
  due_at timestamptz,
  confirmed_at timestamptz,
  -- What the gateway made of it: completed, repeated, suspense, or the reason of its refusal.
  answer text
) with (fillfactor = 80);

create index credits_due on credits (due_at) where due_at is not null;

-- Money to be paid out. `due_at`: when an accepted one finishes, and a finished one is told (again); null: not by itself.
create table payouts (
  id text primary key,
  reference text not null,
  cell int not null,
  merchant_id text not null,
  channel text not null,
  currency text not null,
  amount_minor bigint not null check (amount_minor > 0),
  destination text not null,
  status text not null check (status in ('accepted', 'paid', 'refused')),
  failure text check ((failure is not null) = (status = 'refused')),
  -- Finished by somebody's act rather than by itself.
  acted boolean not null default false,
  accepted_at timestamptz not null,
  finished_at timestamptz check ((finished_at is null) = (status = 'accepted')),
  due_at timestamptz,
  confirmed_at timestamptz,
  answer text
) with (fillfactor = 80);

create index payouts_due on payouts (due_at) where due_at is not null;

-- What `/sandbox/inbox/<name>` received.
create table inbox (
  id bigint generated always as identity primary key,
  name text not null,
  at timestamptz not null,
  headers text not null,
  body text not null,
  dialect text,
  signature_valid boolean not null,
  event_name text
);

create index inbox_by_name on inbox (name, id);
