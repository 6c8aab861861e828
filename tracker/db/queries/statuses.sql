-- The status of every measure in the record at :revision, as of :as_of, by key: what its deciding mention alone says, of
-- those that count to the reported status or, where :established is 1, to the established one.
-- That mention comes first in the stored order (see deciding.py), which a covering index holds; a measure that nobody
-- had spoken of by then is left out. A number that comes out of a browser comes as text: hence the casts.
SELECT
  a.key AS measure,
  v.title, v.kind, v.form,
  m.status, m.condition,
  CASE WHEN m.condition IS NULL AND m.event_id IS NULL THEN 0 ELSE 1 END AS conditional
FROM measure AS a
JOIN measure_version AS v ON v.measure_id = a.id AND v.made_in <= :revision AND v.ended_in > :revision
JOIN mention_version AS m ON m.id = (
  SELECT d.id FROM mention_version AS d
  WHERE d.measure_id = a.id AND d.standing < 2
    AND d.spoken_on <= CASE WHEN CAST(:established AS INTEGER) = 1 THEN :established_as_of ELSE :as_of END
    AND COALESCE(d.established, 0) = CAST(:established AS INTEGER)
    AND d.made_in <= :revision AND d.ended_in > :revision
  ORDER BY d.standing, d.counts_on DESC, d.precedence
  LIMIT 1
)
WHERE a.key BETWEEN :first AND :last
ORDER BY a.key
LIMIT :most
