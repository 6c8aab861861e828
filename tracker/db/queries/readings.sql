-- Guided readings that are not finished, oldest first: private to those who read, and never exported.
SELECT s.key AS reading, s.name, s.author, s.blind, s.started_at, s.written,
  (SELECT COUNT(*) FROM reading_answer AS a WHERE a.session = s.key) AS answers
FROM reading_session AS s
ORDER BY s.started_at, s.key
