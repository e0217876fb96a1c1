-- The directory: merchants and their apps, what operators changed of channels, who operates, and what they did.
-- It is small and global; everything that grows with payments lives in the cells.

create table merchants (
  id text primary key,
  name text not null,
  city text not null,
  cell integer not null check (cell between 0 and 99),
  status text not null check (status in ('active', 'suspended')),
  fees jsonb not null,
  limits jsonb not null,
  settlement_days integer not null check (settlement_days between 0 and 366),
  created_at timestamptz not null
);

-- Secrets are sealed under the master key before they come here, and bound to the app's id.
create table apps (
  id text primary key,
  merchant_id text not null references merchants (id),
  dialect text not null,
  enabled boolean not null,
  public_keys jsonb not null,
  sealed_secrets jsonb not null,
  callback_urls jsonb not null,
  ip_allowlist jsonb not null,
  rate_limit jsonb,
  countries jsonb not null,
  switches jsonb not null,
  created_at timestamptz not null
);

create index apps_of_merchant on apps (merchant_id, id);

-- Null: as the catalogue has it.
create table channel_overrides (
  code text primary key,
  enabled boolean,
  min_amount bigint check (min_amount >= 0),
  max_amount bigint check (max_amount >= 0),
  flags jsonb not null,
  changed_at timestamptz not null
);

-- Of a token only its digest: it cannot be read back, and it is too long to be guessed.
create table operators (
  name text primary key,
  token_sha256 text not null unique check (token_sha256 ~ '^[0-9a-f]{64}$'),
  created_at timestamptz not null
);

create table settings (
  key text primary key,
  value jsonb not null,
  changed_at timestamptz not null
);

create table audit (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  who text not null,
  action text not null,
  object text not null,
  details jsonb not null
);

create function refuse_change_of_audit() returns trigger language plpgsql as $$
begin
  raise exception 'The audit log is append-only.';
end
$$;

create trigger audit_is_append_only before update or delete on audit
  for each row execute function refuse_change_of_audit();
create trigger audit_is_never_emptied before truncate on audit
  for each statement execute function refuse_change_of_audit();
