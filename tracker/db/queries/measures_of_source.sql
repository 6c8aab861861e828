-- The measures that :source speaks of in the record at :revision, by key.
SELECT DISTINCT ma.key AS measure
FROM source AS sa
JOIN (
  SELECT p.source_id, v.measure_id, v.made_in, v.ended_in FROM mention_version AS v JOIN paragraph AS p ON p.id = v.paragraph_id
  UNION ALL
  SELECT c.source_id, c.measure_id, c.made_in, c.ended_in FROM mention_version AS c WHERE c.source_id IS NOT NULL
) AS m ON m.source_id = sa.id AND m.made_in <= :revision AND m.ended_in > :revision
JOIN measure AS ma ON ma.id = m.measure_id
WHERE sa.key = :source
ORDER BY ma.key
