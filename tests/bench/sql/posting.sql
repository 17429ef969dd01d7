-- Bare posting: the two rows of a charge with their unique keys, in one statement and one transaction, and nothing else.
BEGIN;
INSERT INTO anchor.entry (key, debit_kind, debit_subject, credit_kind, credit_subject, amount_minor, currency, event, at) SELECT 'charge:' || e.id || ':' || line, 'provider', md5('')::uuid, CASE line WHEN 1 THEN 'held' ELSE 'fees' END, CASE line WHEN 1 THEN e.milestone ELSE md5('')::uuid END, CASE line WHEN 1 THEN 6000 ELSE 330 END, 'USD', e.id, now() FROM (SELECT gen_random_uuid() AS id, gen_random_uuid() AS milestone) e CROSS JOIN generate_series(1, 2) line;
COMMIT;
