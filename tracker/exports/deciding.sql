-- What had been reported of each measure by a day: the rule that decides, over the exported mentions.
--
-- The files are the view `mentions`. In DuckDB:
--   CREATE VIEW mentions AS FROM read_parquet('mentions/**/*.parquet', hive_partitioning = true);
-- in Spark:
--   CREATE TEMPORARY VIEW mentions USING parquet OPTIONS (path 'mentions');
-- The day stands here once. With `AND year <= …` beside it no later folder is opened.
CREATE OR REPLACE TEMPORARY VIEW statuses AS
SELECT measure, kind, status, mention, condition FROM (
  SELECT *, ROW_NUMBER() OVER (
    PARTITION BY measure
    ORDER BY
      CASE strength WHEN 'background' THEN 1 ELSE 0 END,
      COALESCE(preferred_on, published) DESC,
      CASE strength WHEN 'direct' THEN 0 WHEN 'indirect' THEN 1 ELSE 2 END,
      CASE attribution WHEN 'own_voice' THEN 1 ELSE 0 END,
      CASE status
        WHEN 'ruled_out' THEN 0 WHEN 'ended' THEN 7 ELSE status_order
      END,
      mention
  ) AS turn
  FROM mentions
  WHERE published <= DATE '2022-02-12'
    AND deprecated IS NULL AND NOT COALESCE(established, FALSE)
) AS ranked
WHERE turn = 1
ORDER BY measure;
