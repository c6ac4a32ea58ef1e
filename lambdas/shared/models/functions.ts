/**
 * Functions that models may call: those of Athena that the laptop engine answers alike, value for value, on a real Trino.
 * Clocks, chance, approximations and engine-specific ones are absent on purpose.
 */
export const FUNCTIONS: ReadonlySet<string> = new Set(
  [
    // aggregates and windows
    'count sum avg min max max_by min_by bool_or bool_and array_agg map_agg stddev stddev_samp',
    'stddev_pop variance var_samp var_pop corr row_number rank dense_rank ntile lag lead',
    'first_value last_value percent_rank cume_dist',
    // conditionals and numbers
    'coalesce nullif if greatest least try abs round floor ceil ceiling sign power sqrt ln',
    'log10 exp mod width_bucket',
    // text
    'concat concat_ws lower upper trim ltrim rtrim length substr substring strpos replace reverse',
    'lpad rpad split split_part starts_with translate regexp_like regexp_extract regexp_replace',
    'to_hex to_utf8 sha256 md5 crc32 normalize',
    // dates and times
    'date date_add date_diff date_trunc year quarter month week day hour minute second day_of_week',
    'dow day_of_month day_of_year doy week_of_year year_of_week yow extract last_day_of_month',
    'at_timezone from_iso8601_timestamp from_iso8601_date date_format to_unixtime from_unixtime',
    // lists, maps and JSON
    'cardinality element_at contains array_join array_distinct array_sort transform filter reduce',
    'any_match all_match none_match sequence map_keys map_values row json_parse json_format',
    'json_extract json_extract_scalar json_array_length',
  ].flatMap((line) => line.split(' ')),
);
