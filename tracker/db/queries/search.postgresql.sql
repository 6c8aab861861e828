-- PostgreSQL: measures, mentions, sources and events of the record at :revision whose words match :words, an FTS5 query,
-- newest first, :most at most after the first :skip. A mention or source counts once it had spoken by :as_of. `words`
-- are all that is searched of each, field by field as `search_words.SEARCHED` lists them.
-- The index's place tells the noun and the version (see search_index.py).
-- Matches are put in order of date before anything else is read of them: a common word has many.
WITH found AS MATERIALIZED (
  SELECT place FROM search
  WHERE vector @@ to_tsquery('tracker_words', replace(replace(replace(CAST(:words AS TEXT), '"', ''''),
    ' AND ', ' & '), ' OR ', ' | '))
), newest AS MATERIALIZED (
  SELECT f.place, 'measure' AS noun, v.id AS version, CAST(NULL AS TEXT) AS published
  FROM found AS f
  JOIN measure_version AS v ON v.id = f.place - 4294967296 AND f.place BETWEEN 4294967296 AND 8589934591
  WHERE v.made_in <= :revision AND v.ended_in > :revision AND v.merged_into_id IS NULL
  UNION ALL
  SELECT f.place, 'mention', v.id, v.spoken_on
  FROM found AS f
  JOIN mention_version AS v ON v.id = f.place - 8589934592 AND f.place BETWEEN 8589934592 AND 12884901887
  WHERE v.made_in <= :revision AND v.ended_in > :revision AND v.spoken_on <= :as_of
  UNION ALL
  SELECT f.place, 'source', v.id, COALESCE(v.updated, v.published)
  FROM found AS f
  JOIN source_version AS v ON v.id = f.place - 12884901888 AND f.place BETWEEN 12884901888 AND 17179869183
  WHERE v.made_in <= :revision AND v.ended_in > :revision AND COALESCE(v.updated, v.published) <= :as_of
  UNION ALL
  SELECT f.place, 'event', v.id, NULL
  FROM found AS f
  JOIN event_version AS v ON v.id = f.place - 0 AND f.place BETWEEN 0 AND 4294967295
  LEFT JOIN paragraph AS p ON p.id = v.paragraph_id
  LEFT JOIN source_version AS s ON s.source_id = p.source_id AND s.made_in <= :revision AND s.ended_in > :revision
  WHERE v.made_in <= :revision AND v.ended_in > :revision
    AND (s.id IS NULL OR COALESCE(s.updated, s.published) <= :as_of)
  ORDER BY published DESC NULLS FIRST, noun, version
  LIMIT :most OFFSET :skip
)
SELECT n.noun, COALESCE(mention.key, measure.key, source.key, event.key) AS key,
  measure.key AS measure, source.key AS source, p.number AS paragraph, n.published,
  (SELECT s.words FROM search AS s WHERE s.place = n.place) AS words
FROM newest AS n
LEFT JOIN measure_version AS mv ON n.noun = 'measure' AND mv.id = n.version
LEFT JOIN mention_version AS nv ON n.noun = 'mention' AND nv.id = n.version
LEFT JOIN source_version AS sv ON n.noun = 'source' AND sv.id = n.version
LEFT JOIN event_version AS ev ON n.noun = 'event' AND ev.id = n.version
LEFT JOIN measure ON measure.id = COALESCE(mv.measure_id, nv.measure_id)
LEFT JOIN mention ON mention.id = nv.mention_id
LEFT JOIN paragraph AS p ON p.id = nv.paragraph_id
LEFT JOIN source ON source.id = COALESCE(sv.source_id, nv.source_id, p.source_id)
LEFT JOIN event ON event.id = ev.event_id
ORDER BY n.published DESC NULLS FIRST, n.noun, n.version
