-- Every measure in the record at :revision that was merged away, by key, and the measure that answers for it.
SELECT a.key AS alias, into_a.key AS measure
FROM measure_version AS v
JOIN measure AS a ON a.id = v.measure_id
JOIN measure AS into_a ON into_a.id = v.merged_into_id
WHERE v.merged_into_id IS NOT NULL AND v.made_in <= :revision AND v.ended_in > :revision
ORDER BY a.key
