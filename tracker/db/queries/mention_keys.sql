-- The mentions in the record at :revision by key, of keys from :first to :last, :most at most, with what each says.
SELECT a.key AS mention, ma.key AS measure, m.quote
FROM mention AS a
JOIN mention_version AS m ON m.mention_id = a.id AND m.made_in <= :revision AND m.ended_in > :revision
JOIN measure AS ma ON ma.id = m.measure_id
WHERE a.key BETWEEN :first AND :last
ORDER BY a.key
LIMIT :most
