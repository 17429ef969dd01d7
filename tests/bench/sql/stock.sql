-- Orders number %(first)s to %(last)s of the anchors: three milestones, the first one paid and delivered, waiting for
-- its buyer. The clock closes number n in n minutes.
INSERT INTO anchor.orders
SELECT md5('order-' || n)::uuid, 'MP-' || lpad(n::text, 8, '0'), n %% 32, 32 + n %% 32,
       'I will write the business plan of your company', 'milestones', 'active', '', 5, 1, 3, 2000, 550,
       '{"ACCEPTANCE_WINDOW": 691200, "FUNDING_WINDOW": 864000, "CLEARING": 1209600}', '[]',
       now() - interval '6 days', now() + n * interval '1 minute', NULL, NULL
FROM generate_series(%(first)s, %(last)s) n;

INSERT INTO anchor.milestone
SELECT md5('milestone-' || p || '-' || n)::uuid, md5('order-' || n)::uuid, p, 'Step ' || p, 'What happens in step ' || p,
       6000, 330, 4, CASE WHEN p = 1 THEN 'delivered' ELSE 'planned' END, CASE WHEN p = 1 THEN 1 ELSE 0 END,
       CASE WHEN p = 1 THEN now() END, CASE WHEN p = 1 THEN now() + n * interval '1 minute' END, NULL, NULL, NULL
FROM generate_series(%(first)s, %(last)s) n CROSS JOIN generate_series(1, 3) p;

INSERT INTO anchor.event (uid, order_id, position, act, role, actor_id, version, at, data)
SELECT md5(act || '-' || n)::uuid, md5('order-' || n)::uuid, 1, act, 'system', n %% 32, step, now(), '{}'
FROM generate_series(%(first)s, %(last)s) n
     CROSS JOIN unnest(ARRAY['place', 'fund', 'begin', 'deliver']) WITH ORDINALITY AS happened (act, step);

INSERT INTO anchor.entry (key, debit_kind, debit_subject, credit_kind, credit_subject, amount_minor, currency, event, at)
SELECT 'charge:' || md5('attempt-' || n)::uuid || ':' || line, 'provider', md5('')::uuid, kind,
       CASE WHEN kind = 'held' THEN md5('milestone-1-' || n)::uuid ELSE md5('')::uuid END, amount, 'USD',
       md5('attempt-' || n)::uuid, now()
FROM generate_series(%(first)s, %(last)s) n
     CROSS JOIN (VALUES (1, 'held', 6000), (2, 'fees', 330)) AS charged (line, kind, amount);
