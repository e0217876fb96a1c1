// The statements of the book of orders. Each takes arrays, a row an order.

export const columns = `o.id, o.kind, o.reference, o.cell, o.merchant_id as "merchantId", o.channel, o.currency,
  o.amount_minor as "amountMinor", o.target_id as "targetId", o.payer_code as "payerCode", o.status, o.failure,
  o.moved_minor as "movedMinor", o.credit_reference as "creditReference",
  (extract(epoch from o.finished_at) * 1000)::bigint as "finishedAt", o.acted`;

export const acceptText = `
  with asked as (
    select * from unnest($1::text[], $2::text[], $3::text[], $4::int[], $5::text[], $6::text[], $7::text[], $8::bigint[],
      $9::text[], $10::text[], $11::text[], $12::timestamptz[], $13::timestamptz[])
      as a (id, kind, reference, cell, merchant_id, channel, currency, amount_minor, target_id, payer_code, destination,
        accepted_at, due_at)
  ), taken as (
    insert into sandbox_bank.orders (id, kind, reference, cell, merchant_id, channel, currency, amount_minor, target_id,
      payer_code, destination, accepted_at, due_at, status, moved_minor, used_minor)
    select asked.*, 'accepted', 0, 0 from asked order by id
    on conflict (id) do nothing
    returning reference
  ), logged as (
    insert into sandbox_bank.requests (at, kind, order_id, replay)
    select accepted_at, 'send-' || kind, id, reference not in (select reference from taken) from asked
  )
  select reference from taken`;

/**
 * Decides, with the rows of the orders and of what they draw on locked in id order, so that of many who want the same money each
 * sees what the others left. An order whose target has no row is left as it is, unless this is its last try.
 */
export const finishText = `
  with asked as materialized (
    select * from unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::text[], $6::timestamptz[],
      $7::timestamptz[], $8::text[])
      as a (id, target_id, failure, moved_minor, acted, at, due_at, awaits_expiry)
  ), locked as materialized (
    select * from sandbox_bank.orders
    where id in (select id from asked union select target_id from asked where target_id is not null)
    order by id for update
  ), drawn as materialized (
    select o.id, o.kind, o.payer_code, o.amount_minor, a.target_id, a.acted, a.at, a.due_at, a.awaits_expiry,
      t.status as target_status, t.payer_code as target_payer_code, t.reference as target_reference,
      t.moved_minor - t.used_minor as rest_minor,
      case when o.kind = 'reversal' then coalesce(t.moved_minor - t.used_minor, 0)
        else coalesce(a.moved_minor, o.amount_minor) end as moves_minor,
      case
        when a.failure is not null then a.failure
        when o.target_id is null then null
        when o.kind = 'reversal' then
          case when t.status = 'done' and t.moved_minor = t.used_minor then 'refund_amount_invalid' end
        when t.status is distinct from 'done' then 'unknown_at_channel'
        when t.moved_minor - t.used_minor >= o.amount_minor then null
        when o.kind = 'refund' then 'refund_amount_invalid'
        else 'channel_rejected'
      end as failure
    from asked a
    join locked o on o.id = a.id and o.status = 'accepted'
    left join locked t on t.id = o.target_id
    where a.failure is not null or o.target_id is null or t.id is not null or $9::text::boolean
  ), charged as (
    insert into sandbox_bank.payer_codes (payer_code, order_id)
    select payer_code, id from drawn where failure is null and payer_code is not null order by payer_code
    on conflict (payer_code) do nothing
    returning order_id
  ), decided as materialized (
    select *, case
        when ends_with is not null then 'refused'
        when kind = 'reversal' and target_status is distinct from 'done' then 'stopped'
        else 'done'
      end as status
    from (
      select *, case
          when failure is null and payer_code is not null and id not in (select order_id from charged) then 'payer_code_used'
          else failure
        end as ends_with
      from drawn
    ) as judged
  ), credited as (
    insert into sandbox_bank.credits (payment_id, reference, cell, merchant_id, channel, currency, instrument_id,
      amount_minor, awaits_expiry, booked_at, due_at, payer)
    select d.id, o.reference, o.cell, o.merchant_id, o.channel, o.currency, null, d.moves_minor,
      d.awaits_expiry::boolean, d.at, d.due_at, coalesce(d.payer_code, d.target_payer_code, d.id)
    from decided d join locked o on o.id = d.id
    where d.status = 'done' and d.kind in ('charge', 'order', 'capture')
  ), drained as (
    update sandbox_bank.orders t set used_minor = t.used_minor + d.moves_minor
    from decided d where t.id = d.target_id and d.status = 'done'
  ), stopped as (
    update sandbox_bank.orders t set status = 'stopped', finished_at = d.at, due_at = null
    from decided d where t.id = d.target_id and d.status = 'stopped' and d.target_status = 'accepted'
  )
  update sandbox_bank.orders o
  set status = d.status, failure = d.ends_with, acted = d.acted::boolean, finished_at = d.at,
    due_at = case when d.status = 'done' and d.kind in ('charge', 'order', 'capture') then null else d.due_at end,
    moved_minor = case when d.status = 'done' then d.moves_minor else 0 end,
    payer_code = case when d.kind = 'capture' then d.target_payer_code else o.payer_code end,
    credit_reference = case when d.kind = 'reversal' and d.status = 'done' then d.target_reference end
  from decided d where o.id = d.id
  returning ${columns}`;

/**
 * Gives payments a row of which the bank took no order, for what accepted orders draw on them: paid where a page's money came,
 * else stopped for ever where a reversal asks. Whoever is first with a row of that key is right.
 */
export const standInText = `
  insert into sandbox_bank.orders (id, kind, reference, cell, merchant_id, channel, currency, amount_minor, target_id,
    payer_code, destination, accepted_at, finished_at, due_at, status, moved_minor, used_minor)
  select distinct on (o.target_id) o.target_id, 'payment', coalesce(c.reference, ''), o.cell, o.merchant_id, o.channel,
    o.currency, coalesce(c.amount_minor, o.amount_minor), null, null, '', o.accepted_at,
    o.accepted_at, null, case when c.payment_id is null then 'stopped' else 'done' end, coalesce(c.amount_minor, 0), 0
  from sandbox_bank.orders o left join sandbox_bank.credits c on c.payment_id = o.target_id
  where o.id = any($1::text[]) and o.status = 'accepted' and o.kind in ('refund', 'reversal')
    and (c.payment_id is not null or o.kind = 'reversal')
  order by o.target_id
  on conflict (id) do nothing`;

export const askText = `
  with logged as (
    insert into sandbox_bank.requests (at, kind, order_id, replay)
    select at, 'query-' || kind, id, false from unnest($1::text[], $2::text[], $3::timestamptz[]) as a (id, kind, at)
  )
  select ${columns} from sandbox_bank.orders o where o.id = any($1::text[])`;

/** In id order, as they are locked when others draw on them. */
export const markText = `
  with told as materialized (
    select * from unnest($1::text[], $2::text[], $3::timestamptz[]) as a (id, answer, at)
  ), locked as materialized (
    select id from sandbox_bank.orders where id in (select id from told) order by id for update
  )
  update sandbox_bank.orders o set due_at = null, confirmed_at = told.at, answer = told.answer
  from told join locked using (id)
  where o.id = told.id and o.confirmed_at is null and o.status <> 'accepted'`;
