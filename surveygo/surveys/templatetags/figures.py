"""Numbers and times as people read them."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def thousands(value: float) -> str:
    """`12345` as `12,345`."""
    return f"{round(value):,}".replace(",", "\u202f")


@register.filter
def compact(value: float) -> str:
    """`412345` as `412 k`, `1234567` as `1.2 M`."""
    if value < 1_000:
        return f"{value:.0f}"
    if value < 999_500:
        return f"{value / 1_000:.0f}\u202fk"
    return f"{value / 1_000_000:.1f}\u202fM"


@register.filter
def dollars(value: float) -> str:
    """`0.314` as `$0.31`, nothing spent as `no cost`."""
    return "no cost" if not value else f"${value:.2f}" if value >= 0.01 else "under $0.01"


@register.filter
def cents(value: float) -> str:
    """`0.314` as `$0.31`, less than a cent as `<$0.01`: where a figure is wanted."""
    return f"${value:.2f}" if value >= 0.01 or not value else "<$0.01"


@register.filter
def mills(value: float) -> str:
    """`0.0314` as `$0.031`: what a few calls cost."""
    return f"${value:.2f}" if value >= 0.1 or not value else f"${value:.3f}" if value >= 0.001 else "under $0.001"


@register.filter
def doubled(dollars: float) -> str:
    """`2.0` as `4.00`: what a person may want to give in place of a budget that was not enough."""
    return f"{2 * dollars:.2f}"


@register.filter
def price(value: float) -> str:
    """`0.5` as `0.50`, `0.025` as `0.025`: a price a million tokens."""
    return f"{value:.2f}" if round(value, 2) == value else f"{value:g}"


@register.filter
def duration(seconds: float | None) -> str:
    """`45` as `45 s`, `130` as `2 min`, `7300` as `2 h 2 min`."""
    if seconds is None:
        return ""
    if seconds < 90:
        return f"{max(round(seconds), 1)} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60} min"


@register.filter
def size(octets: int) -> str:
    """`123456` as `123 kB`."""
    return f"{octets / 1_000_000:.1f} MB" if octets >= 1_000_000 else f"{max(octets // 1_000, min(octets, 1))} kB"


@register.filter
def ago(moment: datetime) -> SafeString:
    """A `<time>` element: how long ago, with the absolute time as its tooltip."""
    seconds = (timezone.now() - moment).total_seconds()
    steps = ((60, 1, "s"), (3600, 60, "min"), (86400, 3600, "h"), (30 * 86400, 86400, "d"))
    text = next((f"{int(seconds / unit)} {name} ago" for below, unit, name in steps if seconds < below), "")
    if seconds < 10:
        text = "just now"
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        moment.isoformat(timespec="seconds"),
        f"{moment:%d %B %Y, %H:%M} UTC",
        text or f"{moment:%d %b %Y}",
    )
