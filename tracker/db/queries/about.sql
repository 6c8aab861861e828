-- Everything that has, or ever had, to do with :key, or as a mention with :mention: the thing itself, what hangs on it,
-- and what points to it.
SELECT 'source' AS noun, a.key AS key FROM source AS a WHERE a.key = :key
UNION
SELECT 'paragraph', p.key FROM paragraph AS p WHERE p.key = :key
UNION
SELECT 'paragraph', p.key FROM source AS a JOIN paragraph AS p ON p.source_id = a.id WHERE a.key = :key
UNION
SELECT 'measure', a.key FROM measure AS a WHERE a.key = :key
UNION
SELECT 'measure', m.key
FROM measure AS a JOIN measure_version AS v ON v.merged_into_id = a.id JOIN measure AS m ON m.id = v.measure_id
WHERE a.key = :key
UNION
SELECT 'event', a.key FROM event AS a WHERE a.key = :key
UNION
SELECT 'mention', a.key FROM mention AS a WHERE a.key IN (:key, :mention)
UNION
SELECT 'mention', m.key
FROM source AS a JOIN paragraph AS p ON p.source_id = a.id JOIN mention_version AS v ON v.paragraph_id = p.id
JOIN mention AS m ON m.id = v.mention_id
WHERE a.key = :key
UNION
SELECT 'mention', m.key
FROM source AS a JOIN mention_version AS v ON v.source_id = a.id JOIN mention AS m ON m.id = v.mention_id
WHERE a.key = :key
UNION
SELECT 'mention', m.key
FROM measure AS a JOIN mention_version AS v ON v.measure_id = a.id JOIN mention AS m ON m.id = v.mention_id
WHERE a.key = :key
UNION
SELECT 'mention', m.key
FROM event AS a JOIN mention_version AS v ON v.event_id = a.id JOIN mention AS m ON m.id = v.mention_id
WHERE a.key = :key
UNION
SELECT 'mention', m.key
FROM mention_version AS v JOIN mention AS m ON m.id = v.mention_id
WHERE v.recorded_as = :key
UNION
SELECT 'link', k.key
FROM measure AS a JOIN link_version AS v ON v.measure_id = a.id JOIN link AS k ON k.id = v.link_id
WHERE a.key = :key
UNION
SELECT 'link', k.key
FROM measure AS a JOIN link_version AS v ON v.other_id = a.id JOIN link AS k ON k.id = v.link_id
WHERE a.key = :key
ORDER BY noun, key
