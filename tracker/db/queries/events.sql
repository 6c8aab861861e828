-- Every event in the record at :revision, by key; met only where a source that had spoken by :as_of says so.
SELECT
  a.key AS event,
  v.title,
  CASE WHEN COALESCE(s.updated, s.published) <= :as_of THEN v.met_on END AS met_on,
  CASE WHEN COALESCE(s.updated, s.published) <= :as_of THEN sa.key END AS source,
  CASE WHEN COALESCE(s.updated, s.published) <= :as_of THEN p.number END AS paragraph,
  CASE WHEN COALESCE(s.updated, s.published) <= :as_of THEN v.quote END AS quote
FROM event_version AS v
JOIN event AS a ON a.id = v.event_id
LEFT JOIN paragraph AS p ON p.id = v.paragraph_id
LEFT JOIN source AS sa ON sa.id = p.source_id
LEFT JOIN source_version AS s
  ON s.source_id = sa.id AND s.made_in <= :revision AND s.ended_in > :revision
WHERE v.made_in <= :revision AND v.ended_in > :revision
ORDER BY a.key
