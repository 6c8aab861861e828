-- Every event in the record at :revision, by key; met only where a source that had spoken by :as_of says so, dated by a
-- document only where that had spoken by :established_as_of.
SELECT
  a.key AS event,
  v.title,
  CASE WHEN COALESCE(s.updated, s.published) <= :as_of THEN v.met_on END AS met_on,
  CASE WHEN COALESCE(s.updated, s.published) <= :as_of THEN sa.key END AS source,
  CASE WHEN COALESCE(s.updated, s.published) <= :as_of THEN p.number END AS paragraph,
  CASE WHEN COALESCE(s.updated, s.published) <= :as_of THEN v.quote END AS quote,
  CASE WHEN COALESCE(d.updated, d.published) <= :established_as_of THEN v.happened_on END AS happened_on,
  CASE WHEN COALESCE(d.updated, d.published) <= :established_as_of THEN da.key END AS document,
  CASE WHEN COALESCE(d.updated, d.published) <= :established_as_of THEN v.locator END AS locator
FROM event_version AS v
JOIN event AS a ON a.id = v.event_id
LEFT JOIN paragraph AS p ON p.id = v.paragraph_id
LEFT JOIN source AS sa ON sa.id = p.source_id
LEFT JOIN source_version AS s
  ON s.source_id = sa.id AND s.made_in <= :revision AND s.ended_in > :revision
LEFT JOIN source AS da ON da.id = v.document_id
LEFT JOIN source_version AS d
  ON d.source_id = da.id AND d.made_in <= :revision AND d.ended_in > :revision
WHERE v.made_in <= :revision AND v.ended_in > :revision
ORDER BY a.key
