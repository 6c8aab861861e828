-- The last revision up to :revision that made or ended a version of each measure and mention, and why.
SELECT touched.noun, touched.key, r.number AS revision, r.author, r.why
FROM (
  SELECT each_one.noun, each_one.key, MAX(each_one.number) AS number
  FROM (
    SELECT 'measure' AS noun, a.key AS key, v.made_in AS number
    FROM measure_version AS v JOIN measure AS a ON a.id = v.measure_id WHERE v.made_in <= :revision
    UNION ALL
    SELECT 'measure', a.key, v.ended_in
    FROM measure_version AS v JOIN measure AS a ON a.id = v.measure_id WHERE v.ended_in <= :revision
    UNION ALL
    SELECT 'mention', a.key, v.made_in
    FROM mention_version AS v JOIN mention AS a ON a.id = v.mention_id WHERE v.made_in <= :revision
    UNION ALL
    SELECT 'mention', a.key, v.ended_in
    FROM mention_version AS v JOIN mention AS a ON a.id = v.mention_id WHERE v.ended_in <= :revision
  ) AS each_one
  GROUP BY each_one.noun, each_one.key
) AS touched
JOIN revision AS r ON r.number = touched.number
ORDER BY touched.noun, touched.key
