-- The private copy of a source's text: for checking quotes against, never exported.
SELECT t.name, t.text
FROM source_text AS t
JOIN source AS a ON a.id = t.source_id
WHERE a.key = :source
