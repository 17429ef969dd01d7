-- P once more, but every acceptance pays its commission into an account of its own.
-- Given: first, share, i (counts up in each client).
\set n :first + :client_id * :share + :i
\set i :i + 1
\set buyer :n % 32
BEGIN;
INSERT INTO anchor.command VALUES (gen_random_uuid(), :buyer, 'orders.accept_decide_later', '{"order": "MP-00000000"}', now());
UPDATE anchor.milestone SET status = 'accepted', released_minor = 6000, refunded_minor = 0, accepted_at = now() WHERE id = md5('milestone-1-' || :n)::uuid AND status = 'delivered';
UPDATE anchor.milestone SET status = 'awaiting_payment' WHERE id = md5('milestone-2-' || :n)::uuid AND status = 'planned';
UPDATE anchor.orders SET status = 'active', current = 2, version = 6, due_at = now() + interval '10 days', sweep_after = NULL WHERE id = md5('order-' || :n)::uuid AND status = 'active' AND version = 5;
INSERT INTO anchor.event (uid, order_id, position, act, role, actor_id, version, at, data) VALUES (md5('accept-' || :n)::uuid, md5('order-' || :n)::uuid, 1, 'accept_decide_later', 'buyer', :buyer, 6, now(), '{"to_seller": 4800, "to_buyer": 0, "commission": 1200}');
INSERT INTO anchor.settlement (milestone_id, seller_id, act, released_minor, commission_minor, to_seller_minor, to_buyer_minor, at, clears_at) VALUES (md5('milestone-1-' || :n)::uuid, 32 + :buyer, 'accept_decide_later', 6000, 1200, 4800, 0, now(), now() + interval '14 days');
INSERT INTO anchor.entry (key, debit_kind, debit_subject, credit_kind, credit_subject, amount_minor, currency, event, at) VALUES ('settle:' || md5('milestone-1-' || :n)::uuid || ':1', 'held', md5('milestone-1-' || :n)::uuid, 'pending', md5('seller-' || :buyer)::uuid, 4800, 'USD', md5('accept-' || :n)::uuid, now()), ('settle:' || md5('milestone-1-' || :n)::uuid || ':2', 'held', md5('milestone-1-' || :n)::uuid, 'commission', md5('apart-' || :n)::uuid, 1200, 'USD', md5('accept-' || :n)::uuid, now());
INSERT INTO anchor.outbox VALUES (gen_random_uuid(), 'orders.event', NULL, '{"event": 1}', now(), now(), NULL, 0, '', NULL);
COMMIT;
