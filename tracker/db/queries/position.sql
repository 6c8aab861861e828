-- Where the record stood at :known_at: the last revision recorded by then (0 where there was none yet), the edition it
-- held (what a person loads by itself, named with an @, is none), and the latest day on which any article in it speaks, and
-- any source at all: official documents and what is cited without having been read are no articles, and nor is a second
-- reader's coding of one. No revision carries an earlier time than the one before it.
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
     AND COALESCE(s.type, 'press') IN ('press', 'broadcast')
     AND (NOT EXISTS (SELECT 1 FROM mention_version AS m
                      WHERE m.source_id = a.id AND m.made_in <= r.number AND m.ended_in > r.number)
          OR EXISTS (SELECT 1 FROM paragraph AS p WHERE p.source_id = a.id))
   ORDER BY COALESCE(s.updated, s.published) DESC
   LIMIT 1) AS newest,
  (SELECT COALESCE(s.updated, s.published)
   FROM source_version AS s
   JOIN source AS a ON a.id = s.source_id
   WHERE s.made_in <= r.number AND s.ended_in > r.number AND a.key NOT LIKE '%-read-by-%'
   ORDER BY COALESCE(s.updated, s.published) DESC
   LIMIT 1) AS newest_document
FROM revision_head AS head
LEFT JOIN revision AS r
  ON r.number = (SELECT MAX(x.number) FROM revision AS x WHERE x.recorded_at <= :known_at)
