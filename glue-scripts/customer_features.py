"""Rhythm and habits of customers: the table that sql/gold/customer_features.sql describes, column by column.

`features` is the rule: plain Python over the days of one customer. `build` gathers those days with Spark,
`main` reads and writes. A SparkSession is all that Glue 5.0 (Spark 3.5) has to give.
"""

import argparse
import math
import sys
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

# A Monday: whole sevens of days since then are weeks.
MONDAY = date(1970, 1, 5).toordinal()
WEEK = 7

# Names and Spark types, in the order of the header's columns.
KEY = ["customer_id", "currency", "as_of_date"]
FEATURES = [
    ("purchase_days", "bigint"),
    ("gap_average", "double"),
    ("gap_median", "bigint"),
    ("gap_deviation", "double"),
    ("gap_longest", "bigint"),
    ("gap_last", "bigint"),
    ("gap_open", "bigint"),
    ("pause_share", "double"),
    ("pace_change", "double"),
    ("regularity", "double"),
    ("active_weeks", "bigint"),
    ("longest_streak", "bigint"),
    ("favourite_weekday", "bigint"),
    ("weekday_entropy", "decimal(7,6)"),
    ("month_entropy", "decimal(9,6)"),
    ("largest_day_share", "double"),
    ("amount_slope", "double"),
]


def features(days, as_of):
    """What FEATURES names, of one customer in one currency.

    days: (date, Decimal with four decimals), a tuple for each different day with a purchase, at least one
    as_of: date, not before any of them; gaps are in days, entropies natural logarithms
    """
    days = sorted(days)
    numbers = [day.toordinal() - MONDAY for day, _ in days]
    amounts = [int(amount.scaleb(4)) for _, amount in days]
    gaps = [later - earlier for earlier, later in zip(numbers, numbers[1:])]
    gap_open = as_of.toordinal() - MONDAY - numbers[-1]
    average = sum(gaps) / len(gaps) if gaps else None
    deviation = _deviation(gaps)
    weekdays = [number % WEEK + 1 for number in numbers]
    weeks = sorted({number // WEEK for number in numbers})
    return (
        len(days),
        average,
        sorted(gaps)[len(gaps) // 2] if gaps else None,
        deviation,
        max(gaps, default=None),
        gaps[-1] if gaps else None,
        gap_open,
        sum(gap >= gap_open for gap in gaps) / len(gaps) if gaps else None,
        sum(gaps[-3:]) / 3 / average if len(gaps) > 3 else None,
        None if deviation is None else 1 / (1 + deviation / average),
        len(weeks),
        _longest_streak(weeks),
        min(set(weekdays), key=lambda weekday: (-weekdays.count(weekday), weekday)),
        _weekday_entropy(weekdays),
        _month_entropy([day.strftime("%Y-%m") for day, _ in days], amounts),
        _share(max(amounts), sum(amounts)) if sum(amounts) else None,
        _slope(amounts),
    )


def _share(part, whole):
    # Amounts first, then their share: that is how decimals divide in the SQL, to the last digit.
    return (part / 10_000) / (whole / 10_000)


def _deviation(gaps):
    size = len(gaps)
    if size < 2:
        return None
    # Whole numbers until the end: no order of adding changes the last digit.
    return math.sqrt((size * sum(gap * gap for gap in gaps) - sum(gaps) ** 2) / (size * (size - 1)))


def _longest_streak(weeks):
    longest = current = 1
    for earlier, later in zip(weeks, weeks[1:]):
        current = current + 1 if later == earlier + 1 else 1
        longest = max(longest, current)
    return longest


def _rounded(value, digits):
    return Decimal(value).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def _weekday_entropy(weekdays):
    size = len(weekdays)
    # Nine digits of each part, as in the SQL: the last ones of a logarithm differ between engines.
    parts = sum(_rounded(-math.log(weekdays.count(weekday) / size), 9) for weekday in weekdays)
    return _rounded(float(parts) / size / math.log(WEEK), 6)


def _month_entropy(months, amounts):
    total = sum(amounts)
    if not total:
        return None
    by_month = {}
    for month, amount in zip(months, amounts):
        by_month[month] = by_month.get(month, 0) + amount
    parts = [
        _rounded(-_share(amount, total) * math.log(_share(by_month[month], total)), 9)
        for month, amount in zip(months, amounts)
        if by_month[month]
    ]
    return _rounded(sum(parts), 6)


def _slope(amounts):
    size = len(amounts)
    if size < 2:
        return None
    places = range(1, size + 1)
    rise = size * sum(place * amount for place, amount in zip(places, amounts)) - sum(places) * sum(amounts)
    run = size * sum(place * place for place in places) - sum(places) ** 2
    return rise / 10_000 / run


def build(daily):
    """The table.

    daily: customer_id, currency, business_date (YYYY-MM-DD), purchases and purchase_amount of gold.customer_daily
    """
    from pyspark.sql import functions as F

    day = F.to_date("business_date")
    as_of = daily.agg(F.max(day).alias("as_of_date"))
    bought = (
        daily.where("purchases > 0")
        .groupBy("customer_id", "currency")
        .agg(F.collect_list(F.struct(day.alias("day"), "purchase_amount")).alias("days"))
    )
    told = F.udf(
        lambda days, as_of_date: features([(one[0], one[1]) for one in days], as_of_date),
        ", ".join(f"{name} {kind}" for name, kind in FEATURES),
    )
    return (
        bought.crossJoin(F.broadcast(as_of))
        .withColumn("told", told("days", "as_of_date"))
        .select(*KEY, *(f"told.{name}" for name, _ in FEATURES))
    )


def main(argv):
    from pyspark.sql import SparkSession

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--location", required=True, help="empty prefix that the table's files go below")
    parser.add_argument("--source", default="gold.customer_daily", help="table of the Glue catalogue")
    # Glue adds arguments of its own, such as --JOB_NAME.
    arguments, _ = parser.parse_known_args(argv)
    spark = (
        SparkSession.builder.appName("customer_features")
        # The pipeline holds the files of a prefix against what was built: nothing else may lie there.
        .config("spark.hadoop.mapreduce.fileoutputcommitter.marksuccessfuljobs", "false")
        # The Hive metastore of a Glue job with --enable-glue-datacatalog is the Glue catalogue.
        .enableHiveSupport()
        .getOrCreate()
    )
    daily = spark.table(arguments.source)
    build(daily).write.mode("error").option("compression", "snappy").parquet(arguments.location)


if __name__ == "__main__":
    main(sys.argv[1:])
