-- The change log: every act of writing, newest first.
SELECT number AS revision, recorded_at, author, why, undoes, previous, content, digest
FROM revision
ORDER BY number DESC
