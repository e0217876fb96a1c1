-- One cell: the payments, instruments, payouts, ledger, tasks and notifications of a group of merchants.
-- Every index earns its place: ids and references grow with time, so indexes are appended to; work that is due is found
-- through partial indexes that hold only open rows. Rows that change often leave room for their next version.

create table payments (
  id text primary key,
  merchant_id text not null,
  app_id text not null,
  reference_scope text not null,
  reference text not null,
  instrument_id text,
  channel text not null,
  currency text not null,
  amount_minor bigint not null check (amount_minor > 0),
  fee_minor bigint not null check (fee_minor between 0 and amount_minor),
  status text not null check (status in ('pending', 'completed', 'failed', 'closed')),
  failure text check ((failure is not null) = (status = 'failed')),
  bank_reference text check (status <> 'completed' or bank_reference is not null),
  created_at timestamptz not null,
  final_at timestamptz check ((final_at is null) = (status = 'pending')),
  expires_at timestamptz,
  notify_url text,
  return_url text,
  details jsonb not null
) with (fillfactor = 80);

create unique index payments_reference on payments (reference_scope, reference) where instrument_id is null;
create index payments_of_instrument on payments (instrument_id, created_at) where instrument_id is not null;
create index payments_expiring on payments (expires_at) where status = 'pending' and expires_at is not null;

create table instruments (
  id text primary key,
  payment_id text,
  merchant_id text not null,
  app_id text not null,
  reference_scope text not null,
  reference text not null,
  slot text not null,
  generation int not null check (generation >= 0),
  channel text not null,
  currency text not null,
  amount_minor bigint check (amount_minor > 0),
  status text not null check (status in ('active', 'used', 'expired', 'cancelled')),
  presentation text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  expires_at timestamptz,
  notify_url text,
  details jsonb not null,
  unique (reference_scope, reference, slot, generation)
) with (fillfactor = 80);

create index instruments_expiring on instruments (expires_at) where status = 'active' and expires_at is not null;

create table payouts (
  id text primary key,
  merchant_id text not null,
  app_id text not null,
  reference_scope text not null,
  reference text not null,
  idempotency_key text not null,
  channel text not null,
  currency text not null,
  amount_minor bigint not null check (amount_minor > 0),
  fee_minor bigint not null check (fee_minor >= 0),
  status text not null check (status in ('pending', 'completed', 'failed')),
  failure text check ((failure is not null) = (status = 'failed')),
  bank_reference text check (status <> 'completed' or bank_reference is not null),
  destination jsonb not null,
  created_at timestamptz not null,
  final_at timestamptz check ((final_at is null) = (status = 'pending')),
  notify_url text,
  details jsonb not null,
  unique (reference_scope, reference),
  unique (reference_scope, idempotency_key)
) with (fillfactor = 80);

create index payouts_unsettled on payouts (created_at) where status = 'pending';

-- What belongs to the merchant never falls below zero, whatever a rule decided.
create table accounts (
  id text primary key,
  merchant_id text not null,
  currency text not null,
  kind text not null,
  debits bigint not null check (debits >= 0),
  credits bigint not null check (credits >= 0),
  check (kind not in ('available', 'pending', 'held', 'suspense') or credits >= debits)
) with (fillfactor = 50);

create table transfers (
  id text primary key,
  merchant_id text not null,
  debit_account text not null,
  credit_account text not null check (credit_account <> debit_account),
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null,
  code text not null,
  cause_id text not null,
  at timestamptz not null
);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'Rows of % are never changed or deleted; a correction is a new row.', tg_table_name using errcode = 'check_violation';
end $$;

create trigger transfers_are_final before update or delete or truncate on transfers
  for each statement execute function refuse_change();

create table settlements (
  id text primary key,
  merchant_id text not null,
  currency text not null,
  amount_minor bigint not null check (amount_minor > 0),
  status text not null check (status in ('open', 'settled')),
  due_at timestamptz not null
) with (fillfactor = 50);

create index settlements_due on settlements (due_at) where status = 'open';

create table tasks (
  id text primary key,
  kind text not null,
  subject_id text not null,
  due_at timestamptz not null,
  attempt int not null
) with (fillfactor = 70);

create index tasks_due on tasks (due_at);

create table notifications (
  id text primary key,
  merchant_id text not null,
  app_id text not null,
  subject_id text not null,
  event text not null,
  url text not null,
  body text not null,
  status text not null check (status in ('pending', 'delivered', 'given_up')),
  attempts int not null,
  due_at timestamptz not null,
  created_at timestamptz not null,
  delivered_at timestamptz
) with (fillfactor = 80);

create index notifications_due on notifications (due_at) where status = 'pending';

create table attempts (
  id text primary key,
  notification_id text not null,
  at timestamptz not null,
  status int,
  latency_ms int not null,
  answer text not null
);
