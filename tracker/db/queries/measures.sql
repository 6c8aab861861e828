-- Every measure in the record at :revision, by key; one that was merged away names the measure that
-- answers for it. Of keys from :first to :last, :most at most.
SELECT
  a.key AS measure,
  v.title, v.kind, v.form, v.target, REPLACE(v.components, '; ', ';') AS components, v.summary,
  into_a.key AS merged_into
FROM measure_version AS v
JOIN measure AS a ON a.id = v.measure_id
LEFT JOIN measure AS into_a ON into_a.id = v.merged_into_id
WHERE v.made_in <= :revision AND v.ended_in > :revision AND a.key BETWEEN :first AND :last
ORDER BY a.key
LIMIT :most
