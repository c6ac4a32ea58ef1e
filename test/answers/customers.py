"""Tables of customers: their tokens differ from lake to lake, so that no row names one."""

from datetime import date

import numpy as np
import pandas as pd


def days_between(later, earlier):
    return (pd.to_datetime(later) - pd.to_datetime(earlier)).dt.days


def fifths(values):
    """1 + floor(5 * (rank - 1) / n): equals share a score, 5 has the largest."""
    rank = values.rank(method="min", ascending=True).astype(int)
    return 1 + 5 * (rank - 1) // len(values)


def half_up(values):
    return np.floor(values + 0.5).astype(int)


def customer_daily(sales, channel):
    days = sales.groupby(["customer", "day"]).agg(
        purchases=("id", "size"),
        purchase_amount=("amount", "sum"),
        largest_purchase=("amount", "max"),
        items=("items", "sum"),
        stores=("store", "nunique"),
        first_time=("time", "min"),
        last_time=("time", "max"),
    )
    days = days.reset_index().rename(columns={"day": "business_date"})
    days["digital_purchases"] = days["purchases"] if channel == "web" else 0
    days = days.assign(transactions=days["purchases"], refunds=0, refund_amount=0)
    return days, ["purchase_amount", "largest_purchase", "refund_amount"]


def customer_category_monthly(lines):
    months = lines.groupby(["customer", "month", "category"]).agg(
        lines=("id", "size"), quantity=("quantity", "sum"), revenue=("amount", "sum")
    )
    return months.reset_index().rename(columns={"month": "month_start"}), ["quantity", "revenue"]


def customer_monthly_summary(sales):
    months = sales.groupby(["customer", "month"]).agg(
        transactions=("id", "size"),
        total_amount=("amount", "sum"),
        min_amount=("amount", "min"),
        max_amount=("amount", "max"),
        active_days=("day", "nunique"),
        first_time=("time", "min"),
        last_time=("time", "max"),
    )
    months = months.reset_index()
    start = pd.to_datetime(months["month"])
    number = start.dt.year * 12 + start.dt.month
    totals = dict(zip(zip(months["customer"], number), months["total_amount"]))
    keys = list(zip(months["customer"], number))
    previous = [totals.get((customer, at - 1)) for customer, at in keys]
    rolling = [sum(totals.get((customer, at - back), 0) for back in range(3)) for customer, at in keys]
    months["previous_month_total"] = pd.array(previous, dtype="Int64")
    months["rolling_3_month_total"] = rolling
    before = months["previous_month_total"].astype("Float64")
    months["month_on_month_change"] = (months["total_amount"] - before) / before.where(before != 0)
    change = months["month_on_month_change"].fillna(0).astype(float)
    months["risk_score"] = half_up(
        40 * np.minimum(months["max_amount"] / 100_000_000, 1)
        + 30 * np.minimum(months["transactions"] / 100, 1)
        + 30 * np.minimum(np.abs(change / 2), 1)
    )
    high = (months["total_amount"] > 2 * before).fillna(False)
    low = (2 * months["total_amount"] < before).fillna(False)
    months["activity"] = np.where(high, "HIGH", np.where(low, "LOW", "NORMAL"))
    large = months["max_amount"] >= 100_000_000
    months["risk"] = np.where(
        months["risk_score"] >= 70, "HIGH_RISK", np.where(large, "LARGE_TRANSACTION_RISK", "NORMAL_RISK")
    )
    months["average_amount"] = months["total_amount"] / 10_000 / months["transactions"]
    months = months.assign(account_id="(none)", refunds=0, refund_amount=0)
    money = ["total_amount", "min_amount", "max_amount", "refund_amount", "rolling_3_month_total"]
    return months.rename(columns={"month": "month_start"}), [*money, "previous_month_total"]


def histories(sales):
    """What every customer did in all known time."""
    found = sales.groupby("customer").agg(
        first_purchase_date=("day", "min"),
        last_purchase_date=("day", "max"),
        frequency=("id", "size"),
        purchase_days=("day", "nunique"),
        purchase_amount=("amount", "sum"),
    )
    found = found.reset_index()
    found["as_of_date"] = sales["day"].max()
    found["recency_days"] = days_between(found["as_of_date"], found["last_purchase_date"])
    found["tenure_days"] = days_between(found["as_of_date"], found["first_purchase_date"])
    found["span_days"] = days_between(found["last_purchase_date"], found["first_purchase_date"])
    gap_of_all = found["span_days"].sum() / (found["purchase_days"] - 1).sum()
    own = found["span_days"] / (found["purchase_days"] - 1).replace(0, np.nan)
    found["usual_gap_days"] = own.fillna(gap_of_all)
    return found


def customer_rfm(sales):
    found = histories(sales)
    found["monetary"] = found["purchase_amount"]
    found["refund_amount"] = 0
    r, f, m = fifths(-found["recency_days"]), fifths(found["frequency"]), fifths(found["monetary"])
    found = found.assign(recency_score=r, frequency_score=f, monetary_score=m, rfm_score=r + f + m)
    found["rfm_cell"] = r.astype(str) + f.astype(str) + m.astype(str)
    fits = [
        ("Champions", (r >= 4) & (f >= 4) & (m >= 4)),
        ("Cannot Lose Them", (r <= 2) & (f >= 4) & (m >= 4)),
        ("Loyal", (r >= 3) & (f >= 4)),
        ("Big Spenders", (r >= 3) & (m == 5)),
        ("Potential Loyalists", (r >= 3) & f.isin([2, 3])),
        ("New", (r >= 4) & (f == 1)),
        ("At Risk", (r <= 2) & ((f >= 3) | (m >= 3))),
    ]
    found["segment"] = np.select([fit for _, fit in fits], [name for name, _ in fits], "Occasional")
    return found, ["purchase_amount", "refund_amount", "monetary"]


def customer_clv(sales):
    found = histories(sales)
    came_back = found["purchase_days"] > 1
    alive = 0.5 ** (found["recency_days"] / (2 * found["usual_gap_days"]))
    alive = (alive * np.where(came_back, 1, came_back.mean())).round(6)
    expected = alive * 365 / found["usual_gap_days"]
    value = found["purchase_amount"] / 10_000
    predicted = (value * expected / found["purchase_days"]).clip(lower=0)
    rank = (value + predicted).round(4).rank(method="min", ascending=False).astype(int)
    share = (rank - 1) * 100
    customers = len(found)
    found = found.assign(
        purchases=found["frequency"],
        historic_value=found["purchase_amount"],
        average_purchase=value / found["frequency"],
        alive_probability=alive,
        expected_purchase_days=expected,
        predicted_value=predicted,
        lifetime_value=value + predicted,
        value_tier=np.select(
            [share < customers * 5, share < customers * 20, share < customers * 50],
            ["Platinum", "Gold", "Silver"],
            "Bronze",
        ),
    )
    return found, ["historic_value"]


def within(sales, newest, first, last):
    """Purchases from `first` to `last` days before the newest day."""
    ago = (pd.Timestamp(newest) - pd.to_datetime(sales["day"])).dt.days
    kept = sales[(ago >= first) & (ago <= last)]
    return kept.groupby("customer")["amount"].agg(["size", "sum"])


def churn_features(sales, channel):
    found = histories(sales).set_index("customer")
    newest = sales["day"].max()
    for name, first, last in [("30_days", 0, 29), ("90_days", 0, 89), ("90_days_before", 90, 179), ("365_days", 0, 364)]:
        part = within(sales, newest, first, last).reindex(found.index).fillna(0).astype(int)
        found[f"purchases_{name}"], found[f"amount_{name}"] = part["size"], part["sum"]
    for name in ["purchase", "amount"]:
        now = found["purchases_90_days" if name == "purchase" else "amount_90_days"]
        before = found["purchases_90_days_before" if name == "purchase" else "amount_90_days_before"]
        found[f"{name}_change"] = (now - before) / before.replace(0, np.nan)
    found["purchases"] = found["frequency"]
    found["overdue_ratio"] = found["recency_days"] / found["usual_gap_days"]
    found["refund_share"] = np.where(found["purchase_amount"] == 0, np.nan, 0.0)
    found["digital_share"] = 1.0 if channel == "web" else 0.0
    overdue = ((found["overdue_ratio"] - 1) / 3).clip(0, 1)
    fewer = (-found["purchase_change"].fillna(0)).clip(0, 1)
    found["churn_score"] = half_up(60 * overdue + 25 * fewer)
    score = found["churn_score"]
    found["churn_risk"] = np.where(score >= 60, "HIGH", np.where(score >= 30, "MEDIUM", "LOW"))
    found["is_lapsed"] = np.where(found["recency_days"] > 4 * found["usual_gap_days"], "true", "false")
    money = ["amount_90_days", "amount_90_days_before", "amount_365_days"]
    return found.reset_index(), money


def customer_segments(sales):
    newest = date.fromisoformat(sales["day"].max())
    ago = (pd.Timestamp(newest) - pd.to_datetime(sales["day"])).dt.days
    year = sales[ago <= 364]
    found = year.groupby("customer").agg(
        last_purchase_date=("day", "max"),
        purchases=("id", "size"),
        purchase_days=("day", "nunique"),
        active_months=("month", "nunique"),
        purchase_amount=("amount", "sum"),
    )
    value, often = fifths(found["purchase_amount"]), fifths(found["purchase_days"])
    regular = (often >= 3) & (found["purchase_days"] >= 2)
    found = found.assign(
        as_of_date=newest.isoformat(),
        refund_amount=0,
        net_amount=found["purchase_amount"],
        average_amount=found["purchase_amount"] / 10_000 / found["purchases"],
        value_score=value,
        frequency_score=often,
        segment=np.select(
            [(value == 5) & (often == 5), value == 5, often == 5, regular],
            ["Premium Regular", "High Value", "Frequent Shopper", "Regular"],
            "Occasional",
        ),
    )
    return found, ["purchase_amount", "refund_amount", "net_amount"]


def cohort_retention(sales):
    numbers = pd.to_datetime(sales["day"])
    bought = sales.assign(number=numbers.dt.year * 12 + numbers.dt.month - 1)
    first = bought.groupby("customer")["number"].min()
    bought["cohort"] = bought["customer"].map(first)
    sizes = first.value_counts()
    text = lambda number: f"{number // 12}-{number % 12 + 1:02}-01"
    rows = []
    for cohort in sorted(sizes.index):
        for month in range(cohort, bought["number"].max() + 1):
            active = bought[(bought["cohort"] == cohort) & (bought["number"] == month)]
            customers = active["customer"].nunique()
            rows.append(
                {
                    "cohort_month": text(cohort),
                    "months_since": month - cohort,
                    "activity_month": text(month),
                    "as_of_date": sales["day"].max(),
                    "cohort_size": int(sizes[cohort]),
                    "customers": customers,
                    "retention": customers / sizes[cohort],
                    "purchases": len(active),
                    "purchase_amount": int(active["amount"].sum()),
                }
            )
    return pd.DataFrame(rows), ["purchase_amount"]
