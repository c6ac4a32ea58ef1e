"""
Computes the gold tables of two public data sets with pandas, straight from their files and the meanings that the
models' headers give; shares no code with the project. Writes answers, no source data:

    python test/answers/make.py ../shared/data test/answers
"""

import hashlib
import json
import sys

import pandas as pd

import customers
import features
import frames
import revenue
import sold
import star

MONEY = 10_000


def cell(value, is_money):
    if value is None or value is pd.NaT or pd.isna(value):
        return "\\N"
    if is_money:
        sign, value = ("-" if value < 0 else ""), abs(int(value))
        return f"{sign}{value // MONEY}.{value % MONEY:04}"
    if isinstance(value, pd.Timestamp):
        return value.strftime("%Y-%m-%d %H:%M:%S.000")
    return str(value)


def exact_sum(values, is_money):
    return cell(sum(int(value) for value in values.dropna()), is_money)


def answer(frame, money):
    """Rows by the digest of their exact columns, sorted; fractions by sum and sum of squares."""
    near = [name for name in frame.columns if pd.api.types.is_float_dtype(frame[name].dtype)]
    near = [name for name in near if name not in money]
    exact = [name for name in frame.columns if name not in near]
    cells = [[cell(value, name in money) for value in frame[name]] for name in exact]
    lines = sorted("|".join(row) for row in zip(*cells))
    whole = [name for name in exact if name in money or pd.api.types.is_integer_dtype(frame[name].dtype)]
    few = [name for name in exact if name not in whole and frame[name].nunique() <= 12]
    return {
        "rows": len(frame),
        "exact": exact,
        "digest": hashlib.sha256("\n".join(lines).encode()).hexdigest(),
        "sums": {name: exact_sum(frame[name], name in money) for name in whole},
        "counts": {name: {str(k): int(v) for k, v in frame[name].value_counts().items()} for name in few},
        "near": {
            name: {
                "known": int(frame[name].notna().sum()),
                "sum": float(frame[name].astype(float).sum()),
                "squares": float((frame[name].astype(float) ** 2).sum()),
            }
            for name in near
        },
    }


def tables(sales, lines, products, channel):
    facts = sales[["id", "customer", "store", "day", "month", "week"]]
    full = sold.described(lines, products).merge(facts, on="id")
    return {
        "revenue_daily": revenue.revenue_daily(sales),
        "revenue_monthly": revenue.revenue_monthly(sales),
        "daily_sales_summary": sold.daily_sales_summary(sales, full),
        "store_weekly_performance": sold.store_weekly_performance(sales, full),
        "product_performance": sold.product_performance(full),
        "product_pairs": sold.product_pairs(sales, full),
        "sales_forecast": revenue.sales_forecast(sales),
        "customer_daily": customers.customer_daily(sales, channel),
        "customer_category_monthly": customers.customer_category_monthly(full),
        "customer_monthly_summary": customers.customer_monthly_summary(sales),
        "customer_rfm": customers.customer_rfm(sales),
        "customer_clv": customers.customer_clv(sales),
        "churn_features": customers.churn_features(sales, channel),
        "customer_segments": customers.customer_segments(sales),
        "cohort_retention": customers.cohort_retention(sales),
        "customer_features": features.customer_features(sales),
        "customer_360": features.customer_360(sales, full, channel),
        "customer_summary_statistics": features.customer_summary_statistics(sales, full, channel),
        "fact_sales": star.fact_sales(sales, full, channel),
        "dim_invoice": star.dim_invoice(sales, channel),
        "payment_mix": star.payment_mix(sales, channel),
        "dim_date": star.dim_date(),
    }


# What only serves the computation, and what a lake writes in its own way.
HELPERS = {"customer", "id", "span_days"}
LEFT_OUT = {
    "customer_clv": {"frequency", "purchase_days", "purchase_amount", "recency_days"},
    "churn_features": {
        "frequency",
        "purchase_amount",
        "first_purchase_date",
        "last_purchase_date",
        "purchases_365_days",
        "amount_30_days",
    },
    "customer_rfm": {"tenure_days", "usual_gap_days"},
}


def main(data, out):
    sources = {
        "complete-journey": frames.complete_journey(f"{data}/complete-journey"),
        "cdnow": frames.cdnow(f"{data}/cdnow-sample"),
    }
    for name, source in sources.items():
        found = {}
        for table, (frame, money) in tables(*source).items():
            drop = [column for column in frame if column in HELPERS | LEFT_OUT.get(table, set())]
            found[table] = answer(frame.drop(columns=drop), money)
        made = f"python test/answers/make.py, pandas {pd.__version__}"
        with open(f"{out}/{name}.json", "w", encoding="utf-8") as file:
            json.dump({"made": made, "tables": found}, file, indent=1)
            file.write("\n")


if __name__ == "__main__":
    main(*sys.argv[1:3])
