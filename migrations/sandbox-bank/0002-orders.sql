-- The book of payouts becomes the book of everything that the gateway hands over: charges, orders, captures, refunds, reversals,
-- authorisations and releases as well. They are taken once, finished once and told in the same way.

alter table payouts rename to orders;
alter index payouts_pkey rename to orders_pkey;
alter index payouts_due rename to orders_due;

alter table orders drop constraint payouts_status_check;
update orders set status = 'done' where status = 'paid';

alter table orders
  add column kind text not null default 'payout' check (kind in ('payout', 'charge', 'order', 'capture', 'refund', 'reversal',
    'authorisation', 'release', 'payment')),
  -- What it is about: the payment that a refund or reversal gives back, the authorisation that a capture or release draws on.
  add column target_id text check ((target_id is not null) = (kind in ('capture', 'refund', 'reversal', 'release'))),
  -- What the payer showed.
  add column payer_code text,
  -- What really moved, or is kept aside; nothing before it is done.
  add column moved_minor bigint not null default 0,
  -- How much of that has gone on: back to the payer, or captured and released.
  add column used_minor bigint not null default 0,
  -- By which credit the money had come that a reversal gave back.
  add column credit_reference text,
  -- `stopped`: it was never paid and never will be. A reversal that stopped a payment is `stopped` as well.
  add constraint orders_status_check check (status in ('accepted', 'done', 'refused', 'stopped'));

update orders set moved_minor = amount_minor where status = 'done';

alter table orders
  alter column kind drop default,
  alter column moved_minor drop default,
  alter column used_minor drop default,
  -- No more goes on than is there, whoever asks. Only what is done is looked at: PostgreSQL checks an update against the row as its
  -- statement saw it first, before it sees that the row was paid meanwhile and makes the update anew.
  add constraint orders_moved_check check (used_minor >= 0
    and case when status = 'done' then moved_minor > 0 and used_minor <= moved_minor else moved_minor = 0 end);

create index orders_open_by_target on orders (target_id) where target_id is not null and status = 'accepted';

-- Codes that payers showed and that were charged: each is good for one trade.
create table payer_codes (
  payer_code text primary key,
  order_id text not null
);

-- Who paid, where the gateway is told of it; null: nobody is named.
alter table credits add column payer text;

alter table requests rename column payout_id to order_id;
alter table requests drop constraint requests_kind_check, add check (kind ~ '^(send|query)-[a-z]+$');
