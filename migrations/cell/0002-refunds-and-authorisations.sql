-- Money going back (refunds, reversals), money kept aside (authorisations, their releases), payments that a channel charges or
-- takes an order for, and what a merchant took in on a day.

alter table payments
  add column authorisation_id text,
  add column entry text not null default 'page' check (entry in ('page', 'order', 'code', 'capture')),
  add column payer_code text check ((payer_code is not null) = (entry = 'code')),
  add column refunded_minor bigint not null default 0 check (refunded_minor >= 0),
  add column refunding_minor bigint not null default 0 check (refunding_minor >= 0),
  add column fee_returned_minor bigint not null default 0,
  add column last_refund_id text,
  add column accepted_at timestamptz,
  add column doubt text check (doubt in ('io_send', 'io_query', 'protocol_send', 'protocol_query')),
  add column receipt jsonb,
  add column settlement_id text,
  add constraint payments_capture check ((authorisation_id is not null) = (entry = 'capture')),
  -- Nothing goes back that did not come, and no more than came, whatever a rule decided.
  add constraint payments_refunds check (refunded_minor + refunding_minor <= amount_minor
    and (status = 'completed' or refunded_minor + refunding_minor = 0)),
  add constraint payments_fees_returned check (fee_returned_minor between 0 and fee_minor);

alter table payments alter column entry drop default, alter column refunded_minor drop default,
  alter column refunding_minor drop default, alter column fee_returned_minor drop default;

create table refunds (
  id text primary key,
  payment_id text not null references payments (id),
  merchant_id text not null,
  app_id text not null,
  reference_scope text not null,
  reference text not null,
  generation int not null check (generation >= 0),
  kind text not null check (kind in ('refund', 'reversal')),
  initiator text not null check (initiator in ('merchant', 'gateway')),
  found_completed boolean not null,
  channel text not null,
  currency text not null,
  amount_minor bigint not null check (amount_minor > 0),
  fee_minor bigint not null check (fee_minor between 0 and amount_minor),
  held_from text check (held_from in ('available', 'pending')),
  status text not null check (status in ('pending', 'completed', 'failed')),
  failure text check ((failure is not null) = (status = 'failed')),
  doubt text check (doubt in ('io_send', 'io_query', 'protocol_send', 'protocol_query')),
  bank_reference text,
  created_at timestamptz not null,
  final_at timestamptz check ((final_at is null) = (status = 'pending')),
  notify_url text,
  details jsonb not null,
  unique (reference_scope, reference, generation)
) with (fillfactor = 80);

create table authorisations (
  id text primary key,
  merchant_id text not null,
  app_id text not null,
  reference_scope text not null,
  reference text not null,
  operation_reference text not null,
  channel text not null,
  currency text not null,
  amount_minor bigint not null check (amount_minor > 0),
  captured_minor bigint not null check (captured_minor >= 0),
  capturing_minor bigint not null check (capturing_minor >= 0),
  released_minor bigint not null check (released_minor >= 0),
  releasing_minor bigint not null check (releasing_minor >= 0),
  payer_code text not null,
  status text not null check (status in ('pending', 'authorised', 'failed', 'closed')),
  failure text check ((failure is not null) = (status = 'failed')),
  doubt text check (doubt in ('io_send', 'io_query', 'protocol_send', 'protocol_query')),
  bank_reference text,
  receipt jsonb,
  created_at timestamptz not null,
  decided_at timestamptz,
  details jsonb not null,
  check (captured_minor + capturing_minor + released_minor + releasing_minor <= amount_minor),
  -- The scope comes last, so that a search by one name is never planned as a walk through a scope in the other's index.
  unique (reference, reference_scope),
  unique (operation_reference, reference_scope)
) with (fillfactor = 80);

create table releases (
  id text primary key,
  authorisation_id text not null references authorisations (id),
  merchant_id text not null,
  app_id text not null,
  reference_scope text not null,
  reference text not null,
  channel text not null,
  currency text not null,
  amount_minor bigint not null check (amount_minor > 0),
  status text not null check (status in ('pending', 'completed', 'failed')),
  failure text check ((failure is not null) = (status = 'failed')),
  doubt text check (doubt in ('io_send', 'io_query', 'protocol_send', 'protocol_query')),
  bank_reference text,
  created_at timestamptz not null,
  final_at timestamptz check ((final_at is null) = (status = 'pending')),
  details jsonb not null,
  unique (reference_scope, reference)
) with (fillfactor = 80);

-- Some merchants name a payment by its channel's number; payments by page are never asked for in that way.
create index payments_at_channel on payments (merchant_id, bank_reference)
  where entry <> 'page' and bank_reference is not null;
create index payments_of_authorisation on payments (authorisation_id) where authorisation_id is not null;
create index refunds_of_payment on refunds (payment_id);
create index refunds_unsettled on refunds (created_at) where status = 'pending';
-- Not by scope: a search for one reference must never be planned as a walk through all of a scope.
create index authorisations_of_merchant on authorisations (merchant_id, created_at);
create index releases_of_authorisation on releases (authorisation_id);

-- With the scope first, a table that the planner has not counted yet may be searched by the wrong one of the two, through all of a
-- merchant's payouts.
alter table payouts
  drop constraint payouts_reference_scope_reference_key,
  drop constraint payouts_reference_scope_idempotency_key_key,
  add unique (reference, reference_scope),
  add unique (idempotency_key, reference_scope);

create table usages (
  id text primary key,
  merchant_id text not null,
  currency text not null,
  amount_minor bigint not null check (amount_minor >= 0),
  count int not null check (count >= 0)
) with (fillfactor = 50);

-- A day whose money was all refunded before it was settled holds nothing.
alter table settlements drop constraint settlements_amount_minor_check, add check (amount_minor >= 0);

alter table notifications drop constraint notifications_status_check,
  add check (status in ('pending', 'delivered', 'given_up', 'superseded'));

-- Order numbers of digits only: each gateway process reserves a block at a time.
create sequence order_number_blocks minvalue 0 start 0;
