"""Tables of revenue by day and month, and its forecast."""

from datetime import date, timedelta

import numpy as np
import pandas as pd

DAY = timedelta(days=1)


def growth(now, before):
    return None if not before else (now - before) / before


def year_before(day):
    return date(day.year - 1, day.month, min(day.day, 28) if day.month == 2 else day.day)


def month_before(day):
    """First and last day of the month before, up to the same day of the month."""
    last = day.replace(day=1) - DAY
    return last.replace(day=1), last.replace(day=min(day.day, last.day))


class Days:
    def __init__(self, sales):
        by_day = sales.groupby("day")["amount"].sum()
        self.amounts = {date.fromisoformat(day): int(amount) for day, amount in by_day.items()}

    def between(self, first, last):
        return sum(amount for day, amount in self.amounts.items() if first <= day <= last)

    def known(self, first, last):
        """The sum, or None when nothing happened in the whole month of `first`."""
        month = [day for day in self.amounts if (day.year, day.month) == (first.year, first.month)]
        return self.between(first, last) if month else None


def revenue_daily(sales):
    days = Days(sales)
    counts = sales.groupby("day").size()
    rows = []
    for day, amount in sorted(days.amounts.items()):
        start, last_year = day.replace(day=1), year_before(day)
        week = days.amounts.get(day - 364 * DAY)
        count = int(counts[day.isoformat()])
        rows.append(
            {
                "business_date": day.isoformat(),
                "revenue": amount,
                "sales_amount": amount,
                "refund_amount": 0,
                "transactions": count,
                "average_amount": amount / 10_000 / count,
                "seven_day_average": days.between(day - 6 * DAY, day) / 70_000,
                "month_to_date": days.between(start, day),
                "previous_month_to_date": days.known(*month_before(day)),
                "month_to_date_year_before": days.known(last_year.replace(day=1), last_year),
                "year_to_date": days.between(day.replace(month=1, day=1), day),
                "revenue_year_before": week,
                "year_on_year_change": growth(amount, week),
                "month_start": start.isoformat(),
            }
        )
    money = ["revenue", "sales_amount", "refund_amount", "month_to_date", "previous_month_to_date"]
    money += ["month_to_date_year_before", "year_to_date", "revenue_year_before"]
    return pd.DataFrame(rows), money


def revenue_monthly(sales):
    days = Days(sales)
    rows = []
    for month, group in sales.groupby("month"):
        start, through = date.fromisoformat(month), date.fromisoformat(group["day"].max())
        amount, count = int(group["amount"].sum()), len(group)
        previous_first, previous_same = month_before(through)
        previous = days.known(previous_first, start - DAY)
        old = start.replace(year=start.year - 1)
        old_end = (old + 31 * DAY).replace(day=1) - DAY
        old_whole = days.known(old, old_end)
        rows.append(
            {
                "revenue": amount,
                "sales_amount": amount,
                "refund_amount": 0,
                "transactions": count,
                "average_amount": amount / 10_000 / count,
                "trading_days": group["day"].nunique(),
                "through_date": through.isoformat(),
                "seven_day_average": days.between(through - 6 * DAY, through) / 70_000,
                "year_to_date": days.between(start.replace(month=1), through),
                "previous_month_revenue": previous,
                "month_on_month_change": growth(amount, previous),
                "previous_month_to_date": days.known(previous_first, previous_same),
                "year_before_revenue": old_whole,
                "year_on_year_change": growth(amount, old_whole),
                "month_to_date_year_before": days.known(old, year_before(through)),
                "month_start": month,
            }
        )
    money = ["revenue", "sales_amount", "refund_amount", "year_to_date", "previous_month_revenue"]
    money += ["previous_month_to_date", "year_before_revenue", "month_to_date_year_before"]
    return pd.DataFrame(rows), money


def sales_forecast(sales):
    """Last week's weekday and what a week has been adding; judged on the last 56 days in the same way."""
    amounts = Days(sales).amounts
    today, first = max(amounts), min(amounts)
    known = min((today - first).days, 119)
    past = [0.0] + [amounts.get(today - ago * DAY, 0) / 10_000 for ago in range(1, known + 1)]

    def trend(ago):
        if known - ago < 55:
            return 0.0
        return (sum(past[ago : ago + 28]) - sum(past[ago + 28 : ago + 56])) / 28 / 4

    errors = [past[ago] - max(0, past[ago + 7] + trend(ago + 7)) for ago in range(1, min(56, known - 7) + 1)]
    deviation = float(np.sqrt(np.mean(np.square(errors))))
    rows = []
    for ahead in range(28):
        weeks = ahead // 7 + 1
        ago = weeks * 7 - ahead
        expected, spread = max(0.0, past[ago] + weeks * trend(1)), deviation * np.sqrt(weeks)
        rows.append(
            {
                "forecast_date": (today + ahead * DAY).isoformat(),
                "as_of_date": today.isoformat(),
                "weeks_ahead": weeks,
                "last_known_amount": round(past[ago] * 10_000),
                "weekly_trend": round(trend(1), 4),
                "forecast_amount": expected,
                "low_80": max(0.0, expected - 1.2816 * spread),
                "high_80": expected + 1.2816 * spread,
                "low_95": max(0.0, expected - 1.96 * spread),
                "high_95": expected + 1.96 * spread,
                "backtest_days": len(errors),
                "backtest_mean_error": float(np.mean(np.abs(errors))),
                "backtest_deviation": deviation,
                "backtest_error_share": float(np.sum(np.abs(errors)) / sum(past[1 : len(errors) + 1])),
            }
        )
    return pd.DataFrame(rows), ["last_known_amount"]
