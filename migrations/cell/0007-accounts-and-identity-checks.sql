-- Accounts: numbers at billers and banks that payers pay many times, within the bounds that their merchant sets. Identity checks.
-- Statements list what was created on a day, or completed or failed on it.

alter table instruments
  add column min_amount_minor bigint check (min_amount_minor > 0),
  add column max_amount_minor bigint check (max_amount_minor > 0),
  add check (min_amount_minor <= max_amount_minor);

create table identity_checks (
  id text primary key,
  merchant_id text not null,
  app_id text not null,
  reference_scope text not null,
  reference text not null,
  user_id text not null,
  channel text not null,
  status text not null check (status in ('pending', 'passed', 'rejected', 'expired')),
  failure text check ((failure is not null) = (status = 'rejected')),
  person jsonb check (person is null or status in ('passed', 'rejected')),
  created_at timestamptz not null,
  final_at timestamptz check ((final_at is null) = (status = 'pending')),
  expires_at timestamptz not null,
  notify_url text,
  return_url text,
  details jsonb not null,
  check (status <> 'passed' or person is not null),
  -- In this order, so that the sandbox finds a check by its number alone.
  unique (reference, reference_scope)
) with (fillfactor = 80);

create index identity_checks_expiring on identity_checks (expires_at) where status = 'pending';

create index payments_created on payments (app_id, created_at);
create index payouts_created on payouts (app_id, created_at);
create index payments_failed on payments (merchant_id, final_at) where status = 'failed';
create index payouts_failed on payouts (merchant_id, final_at) where status = 'failed';
