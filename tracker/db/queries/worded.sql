-- Measures of the record at :revision, not merged away, whose words match :words, an FTS5 query, in the order in which they
-- were written, :most at most. The index's row number tells the version (see search_index.py).
SELECT
  a.key AS measure,
  v.title, v.kind, v.form, v.target, REPLACE(v.components, '; ', ';') AS components, v.summary,
  NULL AS merged_into
FROM search AS i
CROSS JOIN measure_version AS v ON v.id = i.rowid - 4294967296
JOIN measure AS a ON a.id = v.measure_id
WHERE i.words MATCH :words AND i.rowid BETWEEN 4294967296 AND 8589934591
  AND v.made_in <= :revision AND v.ended_in > :revision AND v.merged_into_id IS NULL
ORDER BY i.rowid
LIMIT :most
