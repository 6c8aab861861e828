-- Every paragraph of the sources that had spoken by :as_of (official ones by :established_as_of), in reading order, with its verdict; of sources with keys
-- from :first to :last. One that has live mentions records measures, whatever verdict a reader typed beneath.
SELECT
  a.key AS source,
  p.number AS paragraph,
  v.sha256, v.words,
  CASE
    WHEN EXISTS (
      SELECT 1 FROM mention_version AS m
      WHERE m.paragraph_id = p.id AND m.made_in <= :revision AND m.ended_in > :revision
    ) THEN 'records'
    ELSE v.verdict
  END AS verdict,
  v.verdict AS typed_verdict,
  v.also, v.note,
  s.seed
FROM paragraph_version AS v
JOIN paragraph AS p ON p.id = v.paragraph_id
JOIN source AS a ON a.id = p.source_id
JOIN source_version AS s
  ON s.source_id = a.id AND s.made_in <= :revision AND s.ended_in > :revision
WHERE v.made_in <= :revision AND v.ended_in > :revision
  AND COALESCE(s.updated, s.published)
    <= CASE WHEN s.type NOT IN ('press', 'broadcast') THEN :established_as_of ELSE :as_of END
  AND a.key BETWEEN :first AND :last
ORDER BY a.key, p.number
