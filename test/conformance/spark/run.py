"""Runs a script of glue-scripts as Glue does, once for each set of days: run.py <script> (<days.csv> <out>)…"""

import runpy
import sys

from pyspark.sql import SparkSession

COLUMNS = "customer_id string, currency string, business_date string, purchases bigint, purchase_amount decimal(38,4)"

script, *paths = sys.argv[1:]
spark = (
    SparkSession.builder.master("local[2]")
    .config("spark.ui.enabled", "false")
    .config("spark.sql.shuffle.partitions", "2")
    .config("spark.driver.bindAddress", "127.0.0.1")
    .config("spark.driver.host", "127.0.0.1")
    # A zone that is not that of the data: dates must not depend on it.
    .config("spark.sql.session.timeZone", "America/New_York")
    .getOrCreate()
)
spark.sparkContext.setLogLevel("ERROR")
for days, out in zip(paths[::2], paths[1::2]):
    spark.read.csv(days, schema=COLUMNS, header=True).createOrReplaceTempView("days")
    sys.argv = [script, "--JOB_NAME", "customer_features", "--source", "days", "--location", out]
    runpy.run_path(script, run_name="__main__")
spark.stop()
