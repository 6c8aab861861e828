-- What the record has said of sources.
-- The versions that began or ended in a revision from :since to :until, by key, oldest first.
SELECT
  a.key AS key,
  v.made_in, v.ended_in, v.edition,
  v.publisher, v.title, v.author, v.published, v.published_earliest, v.published_latest, v.published_basis,
  v.updated, v.retrieved, v.url, v.language, v.origin, v.seed, v.text_sha256, v.type, v.citation,
  v.instrument, v.made, v.laid, v.in_force, v.approved, v.lapses, v.enabled_by, v.amends, v.note
FROM source_version AS v
JOIN source AS a ON a.id = v.source_id
WHERE v.made_in BETWEEN :since AND :until
  OR (v.ended_in BETWEEN :since AND :until AND v.ended_in < 2147483647)
ORDER BY a.key, v.made_in
