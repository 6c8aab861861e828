-- What the record has said of events.
-- The versions that began or ended in a revision from :since to :until, by key, oldest first.
SELECT
  a.key AS key,
  v.made_in, v.ended_in, v.edition,
  v.title, v.met_on, p.key AS paragraph, v.quote, v.happened_on, d.key AS document, v.locator
FROM event_version AS v
JOIN event AS a ON a.id = v.event_id
LEFT JOIN source AS d ON d.id = v.document_id
LEFT JOIN paragraph AS p ON p.id = v.paragraph_id
WHERE v.made_in BETWEEN :since AND :until
  OR (v.ended_in BETWEEN :since AND :until AND v.ended_in < 2147483647)
ORDER BY a.key, v.made_in
