"""Reads the source files as they are and turns amounts into whole ten-thousandths: no float holds money."""

from decimal import ROUND_HALF_UP, Decimal

import pandas as pd


def units(text):
    """Ten-thousandths of a currency unit, rounded to the cent first (halves away from zero)."""
    cents = Decimal(text).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    return int(cents * 10_000)


def with_days(frame):
    """Business day, month and Monday as text; both sources count days in UTC from midnight."""
    day = frame["time"].dt.normalize()
    frame["day"] = day.dt.strftime("%Y-%m-%d")
    frame["month"] = day.dt.strftime("%Y-%m-01")
    frame["week"] = (day - pd.to_timedelta(day.dt.weekday, unit="D")).dt.strftime("%Y-%m-%d")
    return frame


def complete_journey(folder):
    read = pd.read_csv(f"{folder}/transactions_sample.csv.gz", dtype=str, keep_default_na=False)
    lines = pd.DataFrame(
        {
            "id": read["basket_id"],
            "product": read["product_id"],
            "quantity": read["quantity"].map(lambda text: int(Decimal(text) * 10_000)),
            "amount": read["sales_value"].map(units),
            "discount": sum(read[name].map(units) for name in ["retail_disc", "coupon_disc", "coupon_match_disc"]),
        }
    )
    first = read.drop_duplicates("basket_id")
    sales = pd.DataFrame(
        {
            "id": first["basket_id"],
            "customer": first["household_id"],
            "store": first["store_id"],
            "time": pd.to_datetime(first["transaction_timestamp"]),
        }
    ).set_index("id")
    sales["amount"] = lines.groupby("id")["amount"].sum()
    sales["items"] = lines.groupby("id").size()
    products = pd.read_csv(f"{folder}/products.csv.gz", dtype=str, keep_default_na=False)
    products = products.rename(columns={"product_type": "name", "product_category": "category"})
    return with_days(sales.reset_index()), lines, products, "pos"


def cdnow(folder):
    rows = []
    with open(f"{folder}/CDNOW_sample.txt", encoding="latin-1") as file:
        for at, line in enumerate(file):
            customer, _, day, cds, dollars = line.split()
            rows.append((str(at), customer, None, pd.Timestamp(day), units(dollars), int(cds) * 10_000))
    columns = ["id", "customer", "store", "time", "amount", "quantity"]
    read = pd.DataFrame(rows, columns=columns)
    lines = read[["id", "quantity", "amount"]].assign(product="cd", discount=pd.array([None] * len(read), dtype="Int64"))
    sales = read.drop(columns="quantity").assign(items=1)
    empty = pd.DataFrame(columns=["product_id", "name", "department", "category", "brand"])
    return with_days(sales), lines, empty, "web"
