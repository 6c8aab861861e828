-- What the record has said of paragraphs.
-- The versions that began or ended in a revision from :since to :until, by key, oldest first.
SELECT
  a.key AS key,
  v.made_in, v.ended_in, v.edition,
  v.sha256, v.words, v.verdict, v.also, v.note
FROM paragraph_version AS v
JOIN paragraph AS a ON a.id = v.paragraph_id
WHERE v.made_in BETWEEN :since AND :until
  OR (v.ended_in BETWEEN :since AND :until AND v.ended_in < 2147483647)
ORDER BY a.key, v.made_in
