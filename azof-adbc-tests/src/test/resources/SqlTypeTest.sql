INSERT INTO adbc_alltypes
  (key, event_time, bigint_t, blob_t, boolean_t, date_t, int_t, smallint_t, text_t,
   timestamp_without_time_zone_t, timestamp_with_time_zone_t)
VALUES
  ('1', '2020-01-01', 42, X'61626364', TRUE, DATE '2000-01-01', 42, 42, 'foo',
   TIMESTAMP '2000-01-02 03:04:05.123', TIMESTAMP '2000-01-01 21:04:05.123'),
  ('2', '2020-01-01', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)
