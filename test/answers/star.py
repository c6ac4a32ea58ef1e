"""The star schema, means of payment, and the calendar."""

import numpy as np
import pandas as pd


def fact_sales(sales, lines, channel):
    known = ["id", "time", "store", "day"]
    found = lines.drop(columns=["store", "day"]).merge(sales[known], on="id")
    found["line_number"] = found.groupby("id").cumcount() + 1
    found["store_id"] = found["store"].fillna("(none)")
    found = found.assign(type="sale", channel=channel, product_id=found["product"])
    names = {"time": "transaction_time", "day": "business_date"}
    columns = ["line_number", "type", "channel", "transaction_time", "product_id", "store_id", "quantity"]
    columns += ["amount", "discount", "business_date"]
    return found.rename(columns=names)[columns], ["quantity", "amount", "discount"]


def dim_invoice(sales, channel):
    found = sales.assign(
        document="invoice",
        original_invoice_key="(none)",
        invoice_date=sales["day"],
        channel=channel,
        seller_id="(none)",
        payment_status="PAID",
        payment_date=sales["time"].dt.strftime("%Y-%m-%d"),
        days_to_payment=0,
        paid_amount=sales["amount"],
        payments=0,
        payment_methods="(unknown)",
        business_date=sales["day"],
    )
    drop = ["id", "customer", "store", "time", "items", "day", "month", "week"]
    return found.drop(columns=drop), ["amount", "paid_amount"]


def payment_mix(sales, channel):
    """No source tells payments: all that was sold is of an unknown means; a sale of 0.00 leaves nothing to pay."""
    found = sales[sales["amount"] != 0].groupby("day").agg(transactions=("id", "size"), amount=("amount", "sum")).reset_index()
    found["amount_share"] = np.where(found["amount"] != 0, 1.0, np.nan)
    found["average_amount"] = found["amount"] / 10_000 / found["transactions"]
    found = found.assign(channel=channel, method="(unknown)", payments=0, installment_payments=0)
    return found.rename(columns={"day": "business_date"}), ["amount"]


def dim_date():
    days = pd.date_range("1970-01-01", "2069-12-31")
    iso = days.isocalendar()
    text = days.strftime("%Y-%m-%d")
    number = lambda values: np.asarray(values).astype(int)
    truth = lambda values: np.where(values, "true", "false")
    found = {
        "business_date": text,
        "calendar_date": text,
        "year": number(days.year),
        "quarter": number(days.quarter),
        "month": number(days.month),
        "month_name": days.month_name(),
        "day": number(days.day),
        "day_of_year": number(days.dayofyear),
        "weekday": number(days.weekday) + 1,
        "weekday_name": days.day_name(),
        "is_weekend": truth(days.weekday >= 5),
        "iso_week": number(iso["week"]),
        "iso_year": number(iso["year"]),
        "week_start": (days - pd.to_timedelta(days.weekday, unit="D")).strftime("%Y-%m-%d"),
        "month_start": days.strftime("%Y-%m-01"),
        "is_month_end": truth(days.is_month_end),
        "fiscal_year": number(days.year),
        "fiscal_quarter": number(days.quarter),
        "fiscal_month": number(days.month),
    }
    return pd.DataFrame(found), []
