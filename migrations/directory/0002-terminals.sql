-- Terminals: vendors, stores, activation codes, the terminals themselves and what they uploaded; and applications of future
-- merchants with their pictures. Keys, identity and bank data are sealed under the master key before they come here.

create table vendors (
  id text primary key check (id ~ '^[0-9]{8}$'),
  name text not null,
  enabled boolean not null,
  sealed_keys jsonb not null check (jsonb_array_length(sealed_keys) between 1 and 2),
  created_at timestamptz not null
);

alter table apps add column vendor_id text references vendors (id);

create table stores (
  id text primary key check (id ~ '^[0-9]{12}$'),
  merchant_id text not null references merchants (id),
  name text not null,
  status text not null check (status in ('open', 'closed')),
  created_at timestamptz not null
);

create index stores_of_merchant on stores (merchant_id, id);

-- Rows stay when they are used up: no code is ever given twice.
create table activation_codes (
  id text primary key check (id ~ '^[0-9]{8}$'),
  app_id text not null references apps (id),
  store_id text not null references stores (id),
  uses_left integer not null check (uses_left >= 0),
  expires_at timestamptz not null,
  created_at timestamptz not null
);

create index activation_codes_of_store on activation_codes (store_id, id);

-- An empty device: the first that checks in becomes the terminal's own.
create table terminals (
  id text primary key check (id ~ '^[0-9]{15}$'),
  uuid uuid not null unique,
  merchant_id text not null references merchants (id),
  app_id text not null references apps (id),
  store_id text not null references stores (id),
  vendor_id text not null references vendors (id),
  reference text not null,
  name text not null,
  device_id text not null,
  status text not null check (status in ('active', 'disabled')),
  sealed_keys jsonb not null check (jsonb_array_length(sealed_keys) between 1 and 2),
  keyed_at timestamptz not null,
  about jsonb not null,
  created_at timestamptz not null
);

create unique index terminals_by_reference on terminals (app_id, reference) where reference <> '';
create index terminals_of_store on terminals (store_id, id);
create index terminals_of_device on terminals (merchant_id, device_id);

create table terminal_logs (
  id bigint generated always as identity primary key,
  terminal_id text not null references terminals (id),
  bytes bytea not null check (octet_length(bytes) <= 1048576),
  created_at timestamptz not null
);

create index terminal_logs_of_terminal on terminal_logs (terminal_id, id);

create table applications (
  merchant_id text primary key references merchants (id),
  vendor_id text not null references vendors (id),
  app_id text not null references apps (id),
  reference text not null,
  status text not null check (status in ('review', 'identity_review', 'rejected', 'identity_rejected', 'passed', 'closed')),
  problem text not null,
  sealed_fields text not null,
  created_at timestamptz not null
);

create unique index applications_by_reference on applications (vendor_id, reference) where reference <> '';
create index applications_by_status on applications (status, merchant_id);

-- Of a picture's name only its digest: whoever reads this table cannot ask for the picture by its address.
create table pictures (
  name_sha256 text primary key check (name_sha256 ~ '^[0-9a-f]{64}$'),
  vendor_id text not null references vendors (id),
  type text not null,
  sealed text not null,
  created_at timestamptz not null
);
