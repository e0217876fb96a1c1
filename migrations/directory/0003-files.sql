-- Papers that merchants hand in, sealed: what they show is the business of operators alone.

create table files (
  id text primary key check (id ~ '^[0-9a-f]{32}$'),
  merchant_id text not null references merchants (id),
  name text not null,
  type text not null,
  sealed text not null,
  created_at timestamptz not null
);
