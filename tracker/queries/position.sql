-- Where the record stands: its newest revision and edition, and the latest day any source in it speaks on.
SELECT
  head.number AS revision,
  head.digest AS digest,
  (SELECT r.recorded_at FROM revision AS r WHERE r.number = head.number) AS recorded_at,
  (SELECT e.name FROM edition AS e ORDER BY e.loaded_in DESC, e.name DESC LIMIT 1) AS edition,
  (SELECT MAX(e.loaded_in) FROM edition AS e) AS edition_revision,
  (SELECT MAX(COALESCE(s.updated, s.published))
   FROM source_version AS s
   WHERE s.made_in <= head.number AND s.ended_in > head.number) AS newest
FROM revision_head AS head
