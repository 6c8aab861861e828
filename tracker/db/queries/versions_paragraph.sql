-- What the record has said of paragraphs.
-- The versions that began or ended in revision :since or later, by key, oldest first.
SELECT
  a.key AS key,
  v.made_in, v.ended_in, v.edition,
  v.sha256, v.words, v.verdict, v.also, v.note
FROM paragraph_version AS v
JOIN paragraph AS a ON a.id = v.paragraph_id
WHERE v.made_in >= :since OR (v.ended_in >= :since AND v.ended_in < 2147483647)
ORDER BY a.key, v.made_in
