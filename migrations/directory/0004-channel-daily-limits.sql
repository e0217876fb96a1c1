-- How much, and how often, one merchant may take in by a channel on a local day. Null: without limit.
alter table channel_overrides
  add column daily_amount bigint check (daily_amount >= 0),
  add column daily_count integer check (daily_count >= 0);
