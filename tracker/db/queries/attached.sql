-- Whose text is attached, from which file and with which fingerprint; the texts themselves are private.
SELECT a.key AS source, t.name, t.text_sha256
FROM source_text AS t
JOIN source AS a ON a.id = t.source_id
ORDER BY a.key
