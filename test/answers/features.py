"""Tables that put a customer's history together: rhythm, habits, the whole view, and its statistics."""

from math import log

import numpy as np
import pandas as pd

import customers


def entropy(weights):
    shares = [weight / sum(weights) for weight in weights if weight > 0]
    return abs(sum(share * log(share) for share in shares))


def streak(mondays):
    longest = run = 1
    for before, after in zip(mondays, mondays[1:]):
        run = run + 1 if (after - before).days == 7 else 1
        longest = max(longest, run)
    return longest


def features_of(days, amounts, newest):
    gaps = [(after - before).days for before, after in zip(days, days[1:])]
    pause = (newest - days[-1]).days
    average = np.mean(gaps) if gaps else None
    deviation = np.std(gaps, ddof=1) if len(gaps) > 1 else None
    weekdays = [sum(day.isoweekday() == number for day in days) for number in range(1, 8)]
    months = pd.Series(amounts).groupby([day.strftime("%Y-%m") for day in days]).sum()
    total = sum(amounts)
    mondays = sorted({day - pd.Timedelta(days=day.weekday()) for day in days})
    slope = np.polyfit(range(len(days)), [amount / 10_000 for amount in amounts], 1)[0] if gaps else None
    return {
        "as_of_date": newest.strftime("%Y-%m-%d"),
        "purchase_days": len(days),
        "gap_average": average,
        "gap_median": sorted(gaps)[len(gaps) // 2] if gaps else None,
        "gap_deviation": deviation,
        "gap_longest": max(gaps) if gaps else None,
        "gap_last": gaps[-1] if gaps else None,
        "gap_open": pause,
        "pause_share": np.mean([gap >= pause for gap in gaps]) if gaps else None,
        "pace_change": np.mean(gaps[-3:]) / average if len(gaps) >= 4 else None,
        "regularity": 1 / (1 + deviation / average) if len(gaps) > 1 else None,
        "active_weeks": len(mondays),
        "longest_streak": streak(mondays),
        "favourite_weekday": weekdays.index(max(weekdays)) + 1,
        "weekday_entropy": entropy(weekdays) / log(7),
        "month_entropy": entropy(months) if total else None,
        "largest_day_share": max(amounts) / total if total else None,
        "amount_slope": slope,
    }


def customer_features(sales):
    newest = pd.Timestamp(sales["day"].max())
    by_day = sales.groupby(["customer", "day"])["amount"].sum().reset_index()
    rows = []
    for customer, group in by_day.groupby("customer"):
        days = list(pd.to_datetime(group["day"]))
        amounts = [int(amount) for amount in group["amount"]]
        rows.append({"customer": customer, **features_of(days, amounts, newest)})
    found = pd.DataFrame(rows)
    for name in ["gap_median", "gap_longest", "gap_last"]:
        found[name] = found[name].astype("Int64")
    return found, []


def by_revenue(lines):
    """Categories of a customer, most revenue first, equals by name."""
    sums = lines.groupby(["customer", "category"])["amount"].sum().reset_index()
    ordered = sums.sort_values(["customer", "amount", "category"], ascending=[True, False, True])
    grouped = ordered.groupby("customer")
    place = grouped.cumcount()
    found = pd.DataFrame({"categories": grouped.size()})
    for at, name in enumerate(["top_category", "second_category", "third_category"]):
        found[name] = ordered[place == at].set_index("customer")["category"]
        found[name] = found[name].fillna("(none)")
    total = grouped["amount"].sum()
    found["top_category_share"] = grouped["amount"].max() / total.where(total != 0)
    return found


def quarters(sales, index):
    period = pd.PeriodIndex(sales["day"], freq="Q")
    newest = period.max()
    found = {}
    names = ["this_quarter", "one_quarter_before", "two_quarters_before", "three_quarters_before"]
    for back, name in enumerate(names):
        found[name] = sales[period == newest - back].groupby("customer")["amount"].sum()
    frame = pd.DataFrame(found, index=index).fillna(0).astype(int)
    fourth = sales[period.quarter == 4].groupby("customer")["amount"].sum().reindex(index).fillna(0)
    total = sales.groupby("customer")["amount"].sum().reindex(index)
    frame["fourth_quarter_share"] = fourth / total.where(total != 0)
    return frame, names


def whole_view(sales, lines, channel):
    parts = {
        "rfm": customers.customer_rfm(sales)[0].set_index("customer"),
        "clv": customers.customer_clv(sales)[0].set_index("customer"),
        "churn": customers.churn_features(sales, channel)[0].set_index("customer"),
        "habits": customer_features(sales)[0].set_index("customer"),
    }
    rfm, clv, churn, habits = parts.values()
    pause = rfm["recency_days"] / rfm["usual_gap_days"]
    stage = np.select([rfm["tenure_days"] <= 30, pause <= 2, pause <= 4], ["New", "Active", "Slipping"], "Lapsed")
    found = rfm[["as_of_date", "segment", "rfm_cell", "first_purchase_date", "last_purchase_date", "recency_days"]]
    found = found.assign(
        value_tier=clv["value_tier"],
        lifecycle_stage=stage,
        churn_risk=churn["churn_risk"],
        churn_score=churn["churn_score"],
        is_lapsed=churn["is_lapsed"] == "true",
        purchases=rfm["frequency"],
        purchase_days=rfm["purchase_days"],
        average_purchase=clv["average_purchase"],
        days_between_purchases=habits["gap_average"],
        favourite_weekday=habits["favourite_weekday"],
        digital_share=churn["digital_share"],
        historic_value=clv["historic_value"],
        predicted_value=clv["predicted_value"],
        lifetime_value=clv["lifetime_value"],
    )
    recent, names = quarters(sales, found.index)
    return found.join(recent).join(by_revenue(lines)), ["historic_value", *names]


def customer_360(sales, lines, channel):
    found, money = whole_view(sales, lines, channel)
    return found.drop(columns=["is_lapsed", "purchase_days"]), money


def statistics_of(group, everybody):
    values = sorted(group["historic_value"])
    total = everybody["historic_value"].sum()
    return {
        "as_of_date": group["as_of_date"].max(),
        "customers": len(group),
        "customer_share": len(group) / len(everybody),
        "repeat_share": float((group["purchase_days"] > 1).mean()),
        "lapsed_share": float(group["is_lapsed"].mean()),
        "historic_value": int(group["historic_value"].sum()),
        "value_share": group["historic_value"].sum() / total,
        "predicted_value": float(group["predicted_value"].sum()),
        "average_value": float(group["historic_value"].mean()) / 10_000,
        "median_value": values[len(values) // 2],
        "p95_value": values[len(values) * 95 // 100],
        "average_purchases": float(group["purchases"].mean()),
        "average_recency_days": float(group["recency_days"].mean()),
        "average_churn_score": float(group["churn_score"].mean()),
    }


def customer_summary_statistics(sales, lines, channel):
    view, _ = whole_view(sales, lines, channel)
    rows = [{"grouped_by": "all", "member": "all", **statistics_of(view, view)}]
    for column in ["segment", "value_tier", "churn_risk"]:
        for member, group in view.groupby(column):
            rows.append({"grouped_by": column, "member": member, **statistics_of(group, view)})
    return pd.DataFrame(rows), ["historic_value", "median_value", "p95_value"]
