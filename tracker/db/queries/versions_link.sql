-- What the record has said of links.
-- The versions that began or ended in a revision from :since to :until, by key, oldest first.
SELECT
  a.key AS key,
  v.made_in, v.ended_in, v.edition,
  m.key AS measure, v.relation, o.key AS other
FROM link_version AS v
JOIN link AS a ON a.id = v.link_id
JOIN measure AS m ON m.id = v.measure_id
JOIN measure AS o ON o.id = v.other_id
WHERE v.made_in BETWEEN :since AND :until
  OR (v.ended_in BETWEEN :since AND :until AND v.ended_in < 2147483647)
ORDER BY a.key, v.made_in
