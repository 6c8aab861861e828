-- Every link between two measures in the record at :revision, with the kinds of both; of measures with keys from :first
-- to :last.
SELECT
  a.key AS measure,
  v.relation,
  o.key AS other,
  av.kind AS kind,
  ov.kind AS other_kind
FROM measure AS a
JOIN link_version AS v ON v.measure_id = a.id AND v.made_in <= :revision AND v.ended_in > :revision
JOIN measure AS o ON o.id = v.other_id
JOIN measure_version AS av ON av.measure_id = a.id AND av.made_in <= :revision AND av.ended_in > :revision
JOIN measure_version AS ov ON ov.measure_id = o.id AND ov.made_in <= :revision AND ov.ended_in > :revision
WHERE a.key BETWEEN :first AND :last
ORDER BY a.key, v.relation, o.key
