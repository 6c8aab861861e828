-- What the record has said of measures.
-- The versions that began or ended in a revision from :since to :until, by key, oldest first.
SELECT
  a.key AS key,
  v.made_in, v.ended_in, v.edition,
  v.title, v.kind, v.form, v.target, v.components, v.summary, i.key AS merged_into
FROM measure_version AS v
JOIN measure AS a ON a.id = v.measure_id
LEFT JOIN measure AS i ON i.id = v.merged_into_id
WHERE v.made_in BETWEEN :since AND :until
  OR (v.ended_in BETWEEN :since AND :until AND v.ended_in < 2147483647)
ORDER BY a.key, v.made_in
