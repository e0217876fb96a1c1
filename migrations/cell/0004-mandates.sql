-- Mandates: permissions of payers to be debited, each named by a token, and the payments that are taken by them.

create table mandates (
  id text primary key,
  merchant_id text not null,
  app_id text not null,
  reference_scope text not null,
  reference text not null,
  user_id text not null,
  channel text not null,
  currency text not null,
  status text not null check (status in ('requested', 'active', 'declined', 'cancelled', 'expired')),
  cancelled_by text check (cancelled_by in ('merchant', 'platform', 'payer')),
  created_at timestamptz not null,
  decided_at timestamptz,
  ended_at timestamptz check ((ended_at is null) = (status in ('requested', 'active'))),
  expires_at timestamptz not null,
  notify_url text,
  return_url text,
  details jsonb not null,
  check ((cancelled_by is not null) = (status = 'cancelled')),
  -- Without a decision there is no token; a request that nobody answered in time has none either.
  check (case status when 'requested' then decided_at is null when 'expired' then true else decided_at is not null end),
  -- In this order, so that the sandbox finds a request by its number alone.
  unique (reference, reference_scope)
) with (fillfactor = 80);

create index mandates_of_user on mandates (reference_scope, user_id);
create index mandates_expiring on mandates (expires_at) where status in ('requested', 'active');

-- A debit names its mandate where a charge names the code that was shown.
alter table payments
  drop constraint payments_entry_check,
  drop constraint payments_check4,
  add constraint payments_entry_check check (entry in ('page', 'order', 'code', 'capture', 'debit')),
  add constraint payments_payer_code_check check ((payer_code is not null) = (entry in ('code', 'debit')));
