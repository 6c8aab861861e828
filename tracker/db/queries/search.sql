-- SQLite: measures, mentions, sources and events of the record at :revision whose words match :words, an FTS5 query,
-- newest first, :most at most after the first :skip. A mention or source counts once it had spoken by :as_of. `words`
-- are all that is searched of each, field by field as `search_words.SEARCHED` lists them.
-- The index's row number tells the noun and the version (see search_index.py), and each noun gives no more rows than are
-- asked for. Where very many mentions match not all are looked at: as long as the newest days hold enough of them, those
-- of these days alone. From how many on, and how many mentions are tried, is where the two ways were seen to take alike.
WITH undated AS MATERIALIZED (
  SELECT * FROM (
    SELECT i.rowid AS place, 'event' AS noun, v.id AS version, NULL AS published
    FROM search AS i
    CROSS JOIN event_version AS v ON v.id = i.rowid
    LEFT JOIN paragraph AS p ON p.id = v.paragraph_id
    LEFT JOIN source_version AS s ON s.source_id = p.source_id AND s.made_in <= :revision AND s.ended_in > :revision
    WHERE i.words MATCH :words AND i.rowid < 4294967296
      AND v.made_in <= :revision AND v.ended_in > :revision
      AND (s.id IS NULL OR COALESCE(s.updated, s.published) <= :as_of)
    ORDER BY i.rowid
    LIMIT :most + :skip
  )
  UNION ALL
  SELECT * FROM (
    SELECT i.rowid, 'measure', v.id, NULL
    FROM search AS i
    CROSS JOIN measure_version AS v ON v.id = i.rowid - 4294967296
    WHERE i.words MATCH :words AND i.rowid BETWEEN 4294967296 AND 8589934591
      AND v.made_in <= :revision AND v.ended_in > :revision AND v.merged_into_id IS NULL
    ORDER BY i.rowid
    LIMIT :most + :skip
  )
), wanted AS MATERIALIZED (
  SELECT :most + :skip AS so_many
  WHERE (SELECT COUNT(*) FROM undated) < :most + :skip
), size AS MATERIALIZED (
  SELECT COALESCE(MAX(id), 0) AS mentions, COALESCE(MAX(id), 0) / 40 + 5000 AS many FROM mention_version
), found AS MATERIALIZED (
  SELECT i.rowid AS place
  FROM wanted AS w
  CROSS JOIN search AS i
  WHERE i.words MATCH :words AND i.rowid BETWEEN 8589934592 AND 12884901887
  LIMIT (SELECT many FROM size)
), common AS MATERIALIZED (
  SELECT 2 * w.so_many * z.mentions / z.many AS look_at
  FROM wanted AS w CROSS JOIN size AS z
  WHERE (SELECT COUNT(*) FROM found) = z.many
), newest_days AS MATERIALIZED (
  SELECT MIN(day) AS day FROM common AS c CROSS JOIN (
    SELECT COALESCE(s.updated, s.published) AS day
    FROM source_version AS s
    JOIN paragraph AS p ON p.source_id = s.source_id
    JOIN mention_version AS v ON v.paragraph_id = p.id
    WHERE s.made_in <= :revision AND s.ended_in > :revision AND COALESCE(s.updated, s.published) <= :as_of
      AND v.made_in <= :revision AND v.ended_in > :revision
    ORDER BY COALESCE(s.updated, s.published) DESC
    LIMIT (SELECT look_at FROM common)
  )
), near AS MATERIALIZED (
  SELECT v.id AS version, v.spoken_on AS published
  FROM newest_days AS d
  CROSS JOIN source_version AS s ON COALESCE(s.updated, s.published) BETWEEN d.day AND :as_of
  CROSS JOIN paragraph AS p ON p.source_id = s.source_id
  CROSS JOIN mention_version AS v ON v.paragraph_id = p.id
  WHERE s.made_in <= :revision AND s.ended_in > :revision
    AND v.made_in <= :revision AND v.ended_in > :revision AND v.spoken_on <= :as_of
    AND EXISTS (SELECT 1 FROM search AS i WHERE i.words MATCH :words AND i.rowid = v.id + 8589934592)
), newest AS MATERIALIZED (
  SELECT * FROM undated
  UNION ALL
  SELECT version + 8589934592, 'mention', version, published FROM near
  WHERE (SELECT COUNT(*) FROM near) >= :most + :skip
  UNION ALL
  SELECT * FROM (
    SELECT f.place, 'mention', v.id, v.spoken_on
    FROM found AS f
    CROSS JOIN mention_version AS v ON v.id = f.place - 8589934592
    WHERE NOT EXISTS (SELECT 1 FROM common)
      AND v.made_in <= :revision AND v.ended_in > :revision AND v.spoken_on <= :as_of
    ORDER BY v.spoken_on DESC, v.id
    LIMIT :most + :skip
  )
  UNION ALL
  SELECT * FROM (
    SELECT i.rowid, 'mention', v.id, v.spoken_on
    FROM common AS c
    CROSS JOIN search AS i
    CROSS JOIN mention_version AS v ON v.id = i.rowid - 8589934592
    WHERE (SELECT COUNT(*) FROM near) < :most + :skip
      AND i.words MATCH :words AND i.rowid BETWEEN 8589934592 AND 12884901887
      AND v.made_in <= :revision AND v.ended_in > :revision AND v.spoken_on <= :as_of
    ORDER BY v.spoken_on DESC, v.id
    LIMIT :most + :skip
  )
  UNION ALL
  SELECT * FROM (
    SELECT i.rowid, 'source', v.id, COALESCE(v.updated, v.published)
    FROM wanted AS w
    CROSS JOIN search AS i
    CROSS JOIN source_version AS v ON v.id = i.rowid - 12884901888
    WHERE i.words MATCH :words AND i.rowid >= 12884901888
      AND v.made_in <= :revision AND v.ended_in > :revision AND COALESCE(v.updated, v.published) <= :as_of
    ORDER BY COALESCE(v.updated, v.published) DESC, v.id
    LIMIT :most + :skip
  )
  ORDER BY published DESC NULLS FIRST, noun, version
  LIMIT :most OFFSET :skip
)
SELECT n.noun, COALESCE(mention.key, measure.key, source.key, event.key) AS key,
  measure.key AS measure, source.key AS source, p.number AS paragraph, n.published,
  (SELECT s.words FROM search AS s WHERE s.rowid = n.place) AS words
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
