-- PostgreSQL: measures, mentions, sources and events of the record at :revision whose words match :words, a search in
-- the words of websearch_to_tsquery, newest first. A mention or source counts once it had spoken by :as_of; « and »
-- enclose what matched.
WITH found AS MATERIALIZED (
  SELECT s.noun, s.version_id,
    ts_headline('english', s.words, websearch_to_tsquery('english', :words),
                'StartSel=«, StopSel=», HighlightAll=true') AS words
  FROM search AS s
  WHERE to_tsvector('english', s.words) @@ websearch_to_tsquery('english', :words)
)
SELECT f.noun, a.key, a.key AS measure, CAST(NULL AS TEXT) AS source,
  CAST(NULL AS INTEGER) AS paragraph, CAST(NULL AS TEXT) AS published, f.words
FROM found AS f
JOIN measure_version AS v ON f.noun = 'measure' AND v.id = f.version_id
JOIN measure AS a ON a.id = v.measure_id
WHERE v.made_in <= :revision AND v.ended_in > :revision AND v.merged_into_id IS NULL
UNION ALL
SELECT f.noun, a.key, ma.key, sa.key, p.number, v.spoken_on, f.words
FROM found AS f
JOIN mention_version AS v ON f.noun = 'mention' AND v.id = f.version_id
JOIN mention AS a ON a.id = v.mention_id
JOIN measure AS ma ON ma.id = v.measure_id
JOIN paragraph AS p ON p.id = v.paragraph_id
JOIN source AS sa ON sa.id = p.source_id
WHERE v.made_in <= :revision AND v.ended_in > :revision AND v.spoken_on <= :as_of
UNION ALL
SELECT f.noun, a.key, NULL, a.key, NULL, COALESCE(v.updated, v.published), f.words
FROM found AS f
JOIN source_version AS v ON f.noun = 'source' AND v.id = f.version_id
JOIN source AS a ON a.id = v.source_id
WHERE v.made_in <= :revision AND v.ended_in > :revision AND COALESCE(v.updated, v.published) <= :as_of
UNION ALL
SELECT f.noun, a.key, NULL, NULL, NULL, NULL, f.words
FROM found AS f
JOIN event_version AS v ON f.noun = 'event' AND v.id = f.version_id
JOIN event AS a ON a.id = v.event_id
LEFT JOIN paragraph AS p ON p.id = v.paragraph_id
LEFT JOIN source_version AS s ON s.source_id = p.source_id AND s.made_in <= :revision AND s.ended_in > :revision
WHERE v.made_in <= :revision AND v.ended_in > :revision
  AND (s.id IS NULL OR COALESCE(s.updated, s.published) <= :as_of)
ORDER BY 6 DESC NULLS FIRST, 1, 2
LIMIT :most
