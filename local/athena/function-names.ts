/** Functions that pass by name: DuckDB's own, or a macro of prelude.sql. Everything else is not registered. */
export const FUNCTIONS: ReadonlySet<string> = new Set(
  [
    // numbers
    'abs acos asin atan atan2 cbrt ceil ceiling cos cosh degrees exp floor greatest infinity is_finite',
    'is_infinite is_nan least ln log2 log10 mod nan pi pow power radians round sign sin sinh sqrt tan tanh',
    'truncate width_bucket',
    // text and bytes
    'chr codepoint concat_ws ends_with from_base64 from_hex from_utf8 hamming_distance length',
    'crc32 hmac_sha256 levenshtein_distance lower lpad ltrim md5 normalize replace reverse rpad rtrim sha1 sha256 sha512 split',
    'split_part starts_with strpos substr to_base64 to_hex to_utf8 translate upper url_extract_host uuid',
    'regexp_count regexp_extract regexp_extract_all regexp_like regexp_split',
    // times
    'at_timezone date date_add date_diff date_format date_parse date_trunc day day_of_month day_of_week day_of_year dow doy',
    'format_datetime from_iso8601_date from_iso8601_timestamp from_unixtime hour last_day_of_month millisecond',
    'minute month now parse_datetime quarter second to_iso8601 to_unixtime week week_of_year with_timezone year',
    'year_of_week yow',
    // conditions
    'coalesce nullif',
    // lists and maps
    'array_distinct array_except array_intersect array_join array_max array_min array_position array_remove',
    'array_sort array_union arrays_overlap cardinality contains flatten map map_concat map_entries',
    'map_from_entries map_keys map_values repeat sequence shuffle slice zip',
    // JSON
    'json_array_contains json_array_length json_format json_parse is_json_scalar',
    // aggregates
    'any_value arbitrary array_agg avg bool_and bool_or corr count count_if covar_pop covar_samp every',
    'geometric_mean kurtosis max max_by min min_by regr_intercept regr_slope skewness stddev stddev_pop',
    'stddev_samp sum var_pop var_samp variance bitwise_and_agg bitwise_or_agg',
    // windows
    'cume_dist dense_rank first_value grouping lag last_value lead nth_value ntile percent_rank rank row_number',
  ].flatMap((line) => line.split(' ')),
);
