-- PostgreSQL: measures of the record at :revision, not merged away, whose words match :words, an FTS5 query, in the order in
-- which they were written, :most at most. The index's place tells the version (see search_index.py).
WITH found AS MATERIALIZED (
  SELECT place - 4294967296 AS version FROM search
  WHERE vector @@ to_tsquery('tracker_words', replace(replace(replace(CAST(:words AS TEXT), '"', ''''),
    ' AND ', ' & '), ' OR ', ' | ')) AND place BETWEEN 4294967296 AND 8589934591
)
SELECT
  a.key AS measure,
  v.title, v.kind, v.form, v.target, REPLACE(v.components, '; ', ';') AS components, v.summary,
  NULL AS merged_into
FROM found AS f
JOIN measure_version AS v ON v.id = f.version
JOIN measure AS a ON a.id = v.measure_id
WHERE v.made_in <= :revision AND v.ended_in > :revision AND v.merged_into_id IS NULL
ORDER BY v.id
LIMIT :most
