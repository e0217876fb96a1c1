-- Most rows begin alike in many columns. A batch of such rows is written without them, and these defaults stand for what is left out;
-- src/store/tables says the same beside each table, and a test compares the two. Operators look for shares that wait.

alter table payments
  alter column fee_minor set default 0,
  alter column refunded_minor set default 0,
  alter column refunding_minor set default 0,
  alter column fee_returned_minor set default 0,
  alter column split_minor set default 0,
  alter column split_ended set default false,
  alter column status set default 'pending';

alter table payouts alter column status set default 'pending';

alter table notifications alter column status set default 'pending', alter column attempts set default 0;

create index shares_unsettled on shares (created_at) where status = 'pending';
