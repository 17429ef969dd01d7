-- G: everything that is due at %(moment)s is closed by one giant statement.
WITH due AS (
    SELECT o.id, o.version, o.seller_id, m.id AS milestone_id, m.amount_minor,
           m.amount_minor * o.commission_bp / 10000 AS commission,
           (o.windows ->> 'CLEARING')::bigint * interval '1 second' AS clearing, gen_random_uuid() AS uid
    FROM anchor.orders o JOIN anchor.milestone m ON m.order_id = o.id AND m.position = o.current
    WHERE o.due_at <= %(moment)s AND o.status = 'active' AND m.status = 'delivered'
    FOR UPDATE OF o
), closed AS (
    UPDATE anchor.orders o
    SET status = 'completed', reason = 'unanswered', version = o.version + 1, ended_at = %(moment)s, due_at = NULL,
        sweep_after = NULL
    FROM due WHERE o.id = due.id
), accepted AS (
    UPDATE anchor.milestone m
    SET status = 'accepted', released_minor = m.amount_minor, refunded_minor = 0, accepted_at = %(moment)s
    FROM due WHERE m.id = due.milestone_id
), dropped AS (
    UPDATE anchor.milestone m SET status = 'dropped'
    FROM due WHERE m.order_id = due.id AND m.status = 'planned'
), happened AS (
    INSERT INTO anchor.event (uid, order_id, position, act, role, actor_id, version, at, data)
    SELECT uid, id, 1, 'close_unanswered', 'system', NULL, version + 1, %(moment)s,
           jsonb_build_object('to_seller', amount_minor - commission, 'to_buyer', 0, 'commission', commission)
    FROM due RETURNING id
), settled AS (
    INSERT INTO anchor.settlement (milestone_id, seller_id, act, released_minor, commission_minor, to_seller_minor,
                                   to_buyer_minor, at, clears_at)
    SELECT milestone_id, seller_id, 'close_unanswered', amount_minor, commission, amount_minor - commission, 0,
           %(moment)s, %(moment)s + clearing
    FROM due
), posted AS (
    INSERT INTO anchor.entry (key, debit_kind, debit_subject, credit_kind, credit_subject, amount_minor, currency, event, at)
    SELECT 'settle:' || milestone_id || ':' || line, 'held', milestone_id,
           CASE line WHEN 1 THEN 'pending' ELSE 'commission' END,
           CASE line WHEN 1 THEN md5('seller-' || seller_id)::uuid ELSE md5('')::uuid END,
           CASE line WHEN 1 THEN amount_minor - commission ELSE commission END, 'USD', uid, %(moment)s
    FROM due CROSS JOIN generate_series(1, 2) line
)
INSERT INTO anchor.outbox
SELECT gen_random_uuid(), 'orders.event', NULL, jsonb_build_object('event', id), now(), now(), NULL, 0, '', NULL
FROM happened;
