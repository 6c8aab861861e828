-- The measure that :mention speaks of in the record at :revision; none where no such mention stands there.
SELECT ma.key AS measure
FROM mention AS a
JOIN mention_version AS m ON m.mention_id = a.id AND m.made_in <= :revision AND m.ended_in > :revision
JOIN measure AS ma ON ma.id = m.measure_id
WHERE a.key = :mention
