-- Profit sharing: receivers that a merchant named, shares of his payments that they get, shares that they give back, and the
-- legs of shares and returns in the cell of their receiver.

-- Nothing is split that the merchant did not get, whatever a rule decided.
alter table payments
  add column split_minor bigint not null default 0,
  add column split_ended boolean not null default false,
  add constraint payments_split check (split_minor between 0 and amount_minor - fee_minor
    and (status = 'completed' or split_minor = 0));

alter table payments alter column split_minor drop default, alter column split_ended drop default;

create table receivers (
  id text primary key,
  merchant_id text not null,
  account text not null check (account <> merchant_id),
  name text not null,
  relation text not null,
  status text not null check (status in ('active', 'deleted')),
  created_at timestamptz not null,
  details jsonb not null
);

create index receivers_of_merchant on receivers (merchant_id, id);

create table shares (
  id text primary key,
  split_id text not null,
  payment_id text not null references payments (id),
  merchant_id text not null,
  app_id text not null,
  reference_scope text not null,
  reference text not null,
  position int not null check (position >= 0),
  receiver_id text not null references receivers (id),
  account text not null,
  currency text not null,
  amount_minor bigint not null check (amount_minor > 0),
  returned_minor bigint not null check (returned_minor >= 0),
  returning_minor bigint not null check (returning_minor >= 0),
  status text not null check (status in ('pending', 'completed', 'failed')),
  problem text check ((problem is not null) = (status = 'failed')),
  created_at timestamptz not null,
  final_at timestamptz check ((final_at is null) = (status = 'pending')),
  details jsonb not null,
  check (returned_minor + returning_minor <= amount_minor and (status = 'completed' or returned_minor + returning_minor = 0)),
  -- Every split has a first share: of two with one number, one is too late.
  unique (reference_scope, reference, position)
) with (fillfactor = 80);

create table share_returns (
  id text primary key,
  share_id text not null references shares (id),
  merchant_id text not null,
  app_id text not null,
  reference_scope text not null,
  reference text not null,
  currency text not null,
  amount_minor bigint not null check (amount_minor > 0),
  status text not null check (status in ('pending', 'completed', 'failed')),
  problem text check ((problem is not null) = (status = 'failed')),
  created_at timestamptz not null,
  final_at timestamptz check ((final_at is null) = (status = 'pending')),
  details jsonb not null,
  unique (reference_scope, reference)
) with (fillfactor = 80);

create table legs (
  id text primary key,
  merchant_id text not null,
  currency text not null,
  amount_minor bigint not null check (amount_minor > 0),
  direction text not null check (direction in ('in', 'out')),
  problem text,
  at timestamptz not null
);

create trigger legs_are_final before update or delete or truncate on legs
  for each statement execute function refuse_change();
