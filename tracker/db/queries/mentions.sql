-- Every mention in the record at :revision whose source had, or may have, spoken by :as_of, or of those that count to
-- the established status by :established_as_of: by measure, and within a measure in deciding order, so that of each of
-- the two kinds the first row that had spoken decides (see deciding.py).
-- Of measures with keys from :first to :last.
-- `published` is the day the source speaks on; `spoken_earliest` and `spoken_latest` bound it where it is inferred.
SELECT
  a.key AS mention,
  ma.key AS measure,
  sa.key AS source,
  m.spoken_on AS published,
  NULLIF(s.publisher, 'not stated') AS publisher,
  s.type AS source_type, s.instrument, s.made, s.in_force,
  p.number AS paragraph,
  m.quote,
  cp.number AS context_paragraph,
  m.context_quote,
  m.status, m.strength, m.condition,
  ea.key AS event,
  CASE WHEN COALESCE(es.updated, es.published) <= :as_of THEN e.met_on END AS event_met_on,
  CASE WHEN COALESCE(ed.updated, ed.published) <= :established_as_of THEN e.happened_on END AS event_happened_on,
  m.date_edtf, m.date_earliest, m.date_latest, m.date_basis, m.due,
  m.actor, m.speaker, m.attribution, m.target, m.place,
  m.unit, m.qualifier, m.basis,
  COALESCE(m.origin, s.origin, sa.key) AS origin,
  m.origin AS own_origin,
  m.evidence, m.locator,
  m.recorded_as, m.note,
  m.preferred_on, m.deprecated,
  m.spoken_on, m.counts_on, m.standing, m.precedence,
  COALESCE(s.updated, s.published_earliest) AS spoken_earliest,
  COALESCE(s.updated, s.published_latest) AS spoken_latest,
  m.amount, m.amount_low, m.amount_high, m.unsure, m.established
FROM measure AS ma
JOIN mention_version AS m ON m.measure_id = ma.id
JOIN mention AS a ON a.id = m.mention_id
LEFT JOIN paragraph AS p ON p.id = m.paragraph_id
JOIN source AS sa ON sa.id = COALESCE(m.source_id, p.source_id)
JOIN source_version AS s
  ON s.source_id = sa.id AND s.made_in <= :revision AND s.ended_in > :revision
LEFT JOIN paragraph AS cp ON cp.id = m.context_paragraph_id
LEFT JOIN event AS ea ON ea.id = m.event_id
LEFT JOIN event_version AS e
  ON e.event_id = ea.id AND e.made_in <= :revision AND e.ended_in > :revision
LEFT JOIN paragraph AS ep ON ep.id = e.paragraph_id
LEFT JOIN source_version AS es
  ON es.source_id = ep.source_id AND es.made_in <= :revision AND es.ended_in > :revision
LEFT JOIN source_version AS ed
  ON ed.source_id = e.document_id AND ed.made_in <= :revision AND ed.ended_in > :revision
WHERE ma.key BETWEEN :first AND :last
  AND m.made_in <= :revision AND m.ended_in > :revision
  AND COALESCE(s.updated, s.published_earliest)
    <= CASE WHEN m.established IS NULL THEN :as_of ELSE :established_as_of END
ORDER BY ma.key, m.standing, m.counts_on DESC, m.precedence
