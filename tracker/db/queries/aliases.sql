-- Every measure in the record at :revision that was merged away, by key, and the measure that answers for it; of those
-- that answer, with keys from :first to :last.
SELECT a.key AS alias, into_a.key AS measure
FROM measure AS into_a
JOIN measure_version AS v ON v.merged_into_id = into_a.id AND v.made_in <= :revision AND v.ended_in > :revision
JOIN measure AS a ON a.id = v.measure_id
WHERE into_a.key BETWEEN :first AND :last
ORDER BY a.key
