-- The change log: every act of writing from revision :since to :until, newest first.
SELECT number AS revision, recorded_at, author, why, undoes, previous, content, digest
FROM revision
WHERE number BETWEEN :since AND :until
ORDER BY number DESC
