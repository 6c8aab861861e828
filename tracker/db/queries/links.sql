-- Every link between two measures in the record at :revision.
SELECT
  a.key AS measure,
  v.relation,
  o.key AS other
FROM link_version AS v
JOIN measure AS a ON a.id = v.measure_id
JOIN measure AS o ON o.id = v.other_id
WHERE v.made_in <= :revision AND v.ended_in > :revision
ORDER BY a.key, v.relation, o.key
