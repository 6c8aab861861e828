-- Every source in the record at :revision that had, or may have, spoken by :as_of, by key; of keys from :first to :last.
-- A source speaks on the day of the version that was read (updated), else on the day it was published; where only
-- the latter is known, it is known within a range. A publisher that is not stated is nothing.
SELECT
  a.key AS source,
  NULLIF(s.publisher, 'not stated') AS publisher, s.title, s.author,
  s.published, s.published_earliest, s.published_latest, s.published_basis,
  s.updated, s.retrieved, s.url, s.language, s.origin, s.seed, s.text_sha256, s.type, s.citation,
  (SELECT COUNT(*)
   FROM paragraph AS p
   JOIN paragraph_version AS pv
     ON pv.paragraph_id = p.id AND pv.made_in <= :revision AND pv.ended_in > :revision
   WHERE p.source_id = a.id) AS paragraphs,
  s.note,
  COALESCE(s.updated, s.published) AS spoken_on
FROM source_version AS s
JOIN source AS a ON a.id = s.source_id
WHERE s.made_in <= :revision AND s.ended_in > :revision
  AND COALESCE(s.updated, s.published) <= :as_of
  AND a.key BETWEEN :first AND :last
ORDER BY a.key
