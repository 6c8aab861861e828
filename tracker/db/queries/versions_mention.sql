-- What the record has said of mentions.
-- The versions that began or ended in a revision from :since to :until, by key, oldest first.
SELECT
  a.key AS key,
  v.made_in, v.ended_in, v.edition,
  m.key AS measure, p.key AS paragraph, s.key AS source, v.locator, v.quote, c.key AS context_paragraph, v.context_quote,
  v.status, v.strength, v.condition, e.key AS event, v.date_edtf AS date, v.date_basis, v.due,
  v.actor, v.speaker, v.attribution, v.target, v.place,
  v.amount, v.amount_low, v.amount_high, v.unit, v.qualifier, v.basis, v.origin, v.evidence,
  v.unsure, v.note, v.recorded_as, v.preferred_on, v.deprecated
FROM mention_version AS v
JOIN mention AS a ON a.id = v.mention_id
JOIN measure AS m ON m.id = v.measure_id
LEFT JOIN source AS s ON s.id = v.source_id
LEFT JOIN paragraph AS p ON p.id = v.paragraph_id
LEFT JOIN paragraph AS c ON c.id = v.context_paragraph_id
LEFT JOIN event AS e ON e.id = v.event_id
WHERE v.made_in BETWEEN :since AND :until
  OR (v.ended_in BETWEEN :since AND :until AND v.ended_in < 2147483647)
ORDER BY a.key, v.made_in
