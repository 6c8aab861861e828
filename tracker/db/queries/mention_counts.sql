-- How many mentions each source has in the record at :revision that had spoken by :as_of, by key; those of a measure
-- that has no status, as all its mentions are set aside, are not counted.
SELECT sa.key AS source, COUNT(*) AS mentions
FROM mention_version AS m
LEFT JOIN paragraph AS p ON p.id = m.paragraph_id
JOIN source AS sa ON sa.id = COALESCE(m.source_id, p.source_id)
WHERE m.made_in <= :revision AND m.ended_in > :revision AND m.spoken_on <= CASE WHEN m.established IS NULL THEN :as_of ELSE :established_as_of END
  AND EXISTS (
    SELECT 1 FROM mention_version AS d
    WHERE d.measure_id = m.measure_id AND d.standing < 2
      AND d.spoken_on <= CASE WHEN d.established IS NULL THEN :as_of ELSE :established_as_of END
      AND COALESCE(d.established, 0) = COALESCE(m.established, 0)
      AND d.made_in <= :revision AND d.ended_in > :revision
  )
GROUP BY sa.key
ORDER BY sa.key
