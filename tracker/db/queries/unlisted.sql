-- Every mention in the record at :revision of a measure without a status as of :as_of, since all its mentions are set
-- aside: a second reader's measures, for one. By key, in the fields people fill in.
SELECT
  a.key AS mention,
  sa.key AS source,
  ma.key AS measure,
  p.number AS paragraph,
  m.quote,
  cp.number AS context_paragraph,
  m.context_quote,
  m.status, m.strength, m.condition,
  ea.key AS event,
  m.date_edtf, m.date_basis, m.due,
  m.actor, m.speaker, m.attribution, m.target, m.place,
  m.amount, m.amount_low, m.amount_high, m.unit, m.qualifier, m.basis,
  m.recorded_as, m.preferred_on, m.deprecated, m.unsure, m.note
FROM mention_version AS m
JOIN mention AS a ON a.id = m.mention_id
JOIN measure AS ma ON ma.id = m.measure_id
JOIN paragraph AS p ON p.id = m.paragraph_id
JOIN source AS sa ON sa.id = p.source_id
LEFT JOIN paragraph AS cp ON cp.id = m.context_paragraph_id
LEFT JOIN event AS ea ON ea.id = m.event_id
WHERE m.made_in <= :revision AND m.ended_in > :revision AND m.standing = 2 AND m.spoken_on <= :as_of
  AND NOT EXISTS (
    SELECT 1 FROM mention_version AS o
    WHERE o.measure_id = m.measure_id AND o.standing < 2 AND o.spoken_on <= :as_of
      AND o.made_in <= :revision AND o.ended_in > :revision
  )
ORDER BY a.key
