-- Checkouts: pages on which a payer picks a channel. Each pick is a payment that belongs to its checkout.

create table checkouts (
  id text primary key,
  merchant_id text not null,
  app_id text not null,
  reference_scope text not null,
  reference text not null,
  currency text not null,
  amount_minor bigint not null check (amount_minor > 0),
  channels jsonb not null check (jsonb_typeof(channels) = 'array' and channels <> '[]'),
  status text not null check (status in ('open', 'completed', 'closed')),
  payment_id text check (status <> 'completed' or payment_id is not null),
  tries int not null check ((tries > 0) = (payment_id is not null)),
  created_at timestamptz not null,
  final_at timestamptz check ((final_at is null) = (status = 'open')),
  expires_at timestamptz not null,
  notify_url text,
  return_url text,
  language text,
  logo_url text,
  details jsonb not null,
  unique (reference_scope, reference)
) with (fillfactor = 80);

create index checkouts_expiring on checkouts (expires_at) where status = 'open';

-- One order is paid once, however many pages are open: of all payments of a checkout only one can wait or be completed, whatever a
-- rule decided. One try is closed and the next made in a single transaction, so it is looked at when that ends.
alter table payments
  add column checkout_id text references checkouts (id),
  add constraint payments_of_checkout exclude using btree (checkout_id with =)
    where (checkout_id is not null and status in ('pending', 'completed')) deferrable initially deferred;
