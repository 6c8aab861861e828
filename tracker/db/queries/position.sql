-- Where the record stood at :known_at: the last revision recorded by then (0 where there was none yet), the edition it
-- held (what a person loads by itself, named with an @, is none), and the latest day any article in it speaks on (a second
-- reader's coding of one is no article). No revision carries an earlier time than the one before it.
SELECT
  COALESCE(r.number, 0) AS revision,
  r.digest AS digest,
  r.recorded_at AS recorded_at,
  (SELECT e.name FROM edition AS e
   WHERE e.loaded_in <= r.number AND e.name NOT LIKE '%@%'
   ORDER BY e.loaded_in DESC, e.name DESC LIMIT 1) AS edition,
  (SELECT MAX(e.loaded_in) FROM edition AS e
   WHERE e.loaded_in <= r.number AND e.name NOT LIKE '%@%') AS edition_revision,
  (SELECT COALESCE(s.updated, s.published)
   FROM source_version AS s
   JOIN source AS a ON a.id = s.source_id
   WHERE s.made_in <= r.number AND s.ended_in > r.number AND a.key NOT LIKE '%-read-by-%'
   ORDER BY COALESCE(s.updated, s.published) DESC
   LIMIT 1) AS newest
FROM revision_head AS head
LEFT JOIN revision AS r
  ON r.number = (SELECT MAX(x.number) FROM revision AS x WHERE x.recorded_at <= :known_at)
