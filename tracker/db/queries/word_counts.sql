-- How many measures of the record at :revision, not merged away, have a title that matches each query of :words, a list in
-- JSON of FTS5 queries, and how many measures there ever were. Of very many the first :most are counted, and the rest
-- taken to be as close. The title is the first field that is searched, so the first match stands in it or nowhere in it.
SELECT
  w.value AS words,
  (SELECT CASE WHEN COUNT(*) < :most THEN COUNT(*)
    ELSE COUNT(*) * (SELECT MAX(id) FROM measure_version) / MAX(version) END FROM (
    SELECT v.id AS version
    FROM search AS i
    CROSS JOIN measure_version AS v ON v.id = i.rowid - 4294967296
    WHERE i.words MATCH w.value AND i.rowid BETWEEN 4294967296 AND 8589934591
      AND v.made_in <= :revision AND v.ended_in > :revision AND v.merged_into_id IS NULL
      AND instr(highlight(search, 0, char(30), ''), char(30)) <= length(v.title)
    LIMIT :most
  )) AS measures,
  (SELECT COALESCE(MAX(id), 0) FROM measure) AS ever
FROM json_each(:words) AS w
