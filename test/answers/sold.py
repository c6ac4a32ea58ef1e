"""Tables of what was sold: by day, by week and store, by product."""

import numpy as np
import pandas as pd


def nth(amounts, share_in_hundred):
    """The element at floor(share * n) of the sorted amounts, from 0."""
    ordered = sorted(amounts)
    return ordered[len(ordered) * share_in_hundred // 100]


def described(lines, products):
    """Lines with their category, else the department; unknown for products that the catalogue lacks."""
    wanted = ["product_id", "name", "department", "category", "brand"]
    joined = lines.merge(products[wanted], how="left", left_on="product", right_on="product_id")
    for column in ["name", "brand", "department", "category"]:
        joined[column] = joined[column].where(joined[column] != "", None)
    joined["category"] = joined["category"].fillna(joined["department"]).fillna("unknown")
    joined["department"] = joined["department"].fillna("unknown")
    return joined


def daily_sales_summary(sales, lines):
    by_category = lines.groupby(["day", "category"])["amount"].sum().reset_index()
    by_category = by_category.sort_values(["day", "amount", "category"], ascending=[True, False, True])
    top = by_category.drop_duplicates("day").set_index("day")
    rows = []
    for day, group in sales.groupby("day"):
        amount = int(group["amount"].sum())
        rows.append(
            {
                "revenue": amount,
                "sales_amount": amount,
                "refund_amount": 0,
                "transactions": len(group),
                "refunds": 0,
                "customers": group["customer"].nunique(),
                "stores": group["store"].nunique(),
                "items": int(group["items"].sum()),
                "average_amount": amount / 10_000 / len(group),
                "median_amount": nth(group["amount"], 50),
                "p95_amount": nth(group["amount"], 95),
                "top_category": top.loc[day, "category"],
                "top_category_amount": int(top.loc[day, "amount"]),
                "business_date": day,
            }
        )
    money = ["revenue", "sales_amount", "refund_amount", "median_amount", "p95_amount"]
    return pd.DataFrame(rows), [*money, "top_category_amount"]


def store_weekly_performance(sales, lines):
    sales, lines = [frame.assign(store=frame["store"].fillna("(none)")) for frame in (sales, lines)]
    variety = lines.groupby(["week", "store"])["product"].nunique()
    rows = []
    for (week, store), group in sales.groupby(["week", "store"]):
        amount = int(group["amount"].sum())
        rows.append(
            {
                "store_id": store,
                "transactions": len(group),
                "refunds": 0,
                "unique_customers": group["customer"].nunique(),
                "revenue": amount,
                "products": int(variety[(week, store)]),
                "average_amount": amount / 10_000 / len(group),
                "median_amount": nth(group["amount"], 50),
                "p95_amount": nth(group["amount"], 95),
                "week_start": week,
            }
        )
    return pd.DataFrame(rows), ["revenue", "median_amount", "p95_amount"]


def product_performance(lines):
    keys = ["month", "product", "name", "department", "category", "brand"]
    months = lines.groupby(keys, dropna=False).agg(
        lines=("id", "size"),
        quantity=("quantity", "sum"),
        revenue=("amount", "sum"),
        customers=("customer", "nunique"),
    )
    months = months.reset_index().sort_values(["month", "revenue", "product"], ascending=[True, False, True])
    gains = months["revenue"].clip(lower=0)
    total = gains.groupby(months["month"]).transform("sum")
    before = gains.groupby(months["month"]).cumsum() - gains
    months["abc_class"] = np.where(before * 100 < total * 80, "A", np.where(before * 100 < total * 95, "B", "C"))
    months["revenue_share"] = months["revenue"] / total
    by_category = months.groupby(["month", "category"])["revenue"]
    months["rank_in_category"] = by_category.rank(method="min", ascending=False).astype(int)
    months["refund_amount"] = 0
    named = months.rename(columns={"product": "product_id", "month": "month_start"})
    return named, ["quantity", "revenue", "refund_amount"]


def product_pairs(sales, lines):
    counts = sales[sales["items"] <= 100].groupby("month").size()
    small = lines[lines["id"].isin(sales.loc[sales["items"] <= 100, "id"])]
    bought = small[["month", "id", "product"]].drop_duplicates()
    single = bought.groupby(["month", "product"]).size()
    pairs = bought.merge(bought, on=["month", "id"])
    pairs = pairs[pairs["product_x"] < pairs["product_y"]]
    found = pairs.groupby(["month", "product_x", "product_y"]).size().reset_index(name="baskets_together")
    found["baskets"] = found["month"].map(counts).astype(int)
    wanted = (found["baskets_together"] >= 3) & (found["baskets_together"] * 10_000 >= found["baskets"])
    found = found[wanted].copy()
    for side, product in [("a", "product_x"), ("b", "product_y")]:
        pairs_of = list(zip(found["month"], found[product]))
        found[f"baskets_{side}"] = [int(single[pair]) for pair in pairs_of]
    found["support"] = found["baskets_together"] / found["baskets"]
    found["confidence_a_to_b"] = found["baskets_together"] / found["baskets_a"]
    found["confidence_b_to_a"] = found["baskets_together"] / found["baskets_b"]
    found["lift"] = found["support"] / (found["baskets_a"] / found["baskets"] * found["baskets_b"] / found["baskets"])
    names = {"month": "month_start", "product_x": "product_a", "product_y": "product_b"}
    return found.rename(columns=names), []
