-- PostgreSQL: how many measures of the record at :revision, not merged away, have a title that matches each query of :words,
-- a list in JSON of FTS5 queries, and how many measures there ever were. Of very many the first :most are counted, and the
-- rest taken to be as close.
SELECT
  w.value AS words,
  (SELECT CASE WHEN COUNT(*) < :most THEN COUNT(*)
    ELSE COUNT(*) * (SELECT MAX(id) FROM measure_version) / MAX(version) END FROM (
    SELECT v.id AS version
    FROM search AS i
    JOIN measure_version AS v ON v.id = i.place - 4294967296
    WHERE i.vector @@ q.query AND i.place BETWEEN 4294967296 AND 8589934591
      AND v.made_in <= :revision AND v.ended_in > :revision AND v.merged_into_id IS NULL
      AND to_tsvector('tracker_words', regexp_replace(v.title, '\W', ' ', 'g')) @@ q.query
    LIMIT :most
  ) AS matching) AS measures,
  (SELECT COALESCE(MAX(id), 0) FROM measure) AS ever
FROM json_array_elements_text(CAST(:words AS JSON)) AS w(value)
CROSS JOIN LATERAL (
  SELECT to_tsquery('tracker_words', replace(replace(replace(w.value, '"', ''''),
    ' AND ', ' & '), ' OR ', ' | ')) AS query
) AS q
