-- The measures that :source speaks of in the record at :revision, by key.
SELECT DISTINCT ma.key AS measure
FROM source AS sa
JOIN paragraph AS p ON p.source_id = sa.id
JOIN mention_version AS m ON m.paragraph_id = p.id AND m.made_in <= :revision AND m.ended_in > :revision
JOIN measure AS ma ON ma.id = m.measure_id
WHERE sa.key = :source
ORDER BY ma.key
