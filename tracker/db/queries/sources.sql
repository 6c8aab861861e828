-- Every source in the record at :revision that had, or may have, spoken by :as_of, by key; a document by
-- :established_as_of; of keys from :first to :last. A document is a source that is official, or that is cited and was never read: what it says counts
-- to the established status alone.
-- A source speaks on the day of the version that was read (updated), else on the day it was published; where only
-- the latter is known, it is known within a range. A publisher that is not stated is nothing.
-- Paragraphs are counted one by one, by the index of their versions. Without statistics, as when a load has just
-- brought them, PostgreSQL would join all versions to each source.
SELECT *
FROM (
  SELECT known.*,
    CASE
      WHEN known.type NOT IN ('press', 'broadcast') THEN 1
      WHEN known.paragraphs = 0 AND EXISTS (
        SELECT 1 FROM mention_version AS m
        JOIN source AS c ON c.id = m.source_id
        WHERE c.key = known.source AND m.made_in <= :revision AND m.ended_in > :revision
      ) THEN 1
      ELSE 0
    END AS is_document
  FROM (
    SELECT
      a.key AS source,
      NULLIF(s.publisher, 'not stated') AS publisher, s.title, s.author,
      s.published, s.published_earliest, s.published_latest, s.published_basis,
      s.updated, s.retrieved, s.url, s.language, s.origin, s.seed, s.text_sha256, s.type, s.citation,
      s.instrument, s.made, s.laid, s.in_force, s.approved, s.lapses, s.enabled_by, s.amends,
      (SELECT COUNT(
         (SELECT 1 FROM paragraph_version AS pv
          WHERE pv.paragraph_id = p.id AND pv.made_in <= :revision AND pv.ended_in > :revision
          LIMIT 1)
       )
       FROM paragraph AS p
       WHERE p.source_id = a.id) AS paragraphs,
      s.note,
      COALESCE(s.updated, s.published) AS spoken_on
    FROM source_version AS s
    JOIN source AS a ON a.id = s.source_id
    WHERE s.made_in <= :revision AND s.ended_in > :revision
      AND a.key BETWEEN :first AND :last
  ) AS known
) AS found
WHERE spoken_on <= CASE WHEN is_document = 1 THEN :established_as_of ELSE :as_of END
ORDER BY source
LIMIT :most
