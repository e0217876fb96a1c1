-- Statements list what a merchant completed on a day, in the order in which it was completed. A refund is listed where it gave back
-- what was held for it: a reversal that found nothing, or money in suspense, moved nothing of the merchant's.

create index payments_completed on payments (merchant_id, final_at) where status = 'completed';
create index refunds_completed on refunds (merchant_id, final_at) where status = 'completed' and held_from is not null;
create index payouts_completed on payouts (merchant_id, final_at) where status = 'completed';
