"""What a browser says of itself, in words for people."""

import re

from django import template

register = template.Library()

# In this order: most browsers name those that they descend from, too.
BROWSERS = {"Edg": "Edge", "OPR": "Opera", "Firefox|FxiOS": "Firefox", "Chrome|CriOS": "Chrome", "Safari": "Safari"}
SYSTEMS = {
    "Android": "Android", "iPhone": "iPhone", "iPad": "iPad", "Windows": "Windows", "Mac OS X": "macOS",
    "CrOS": "ChromeOS", "Linux": "Linux",
}  # fmt: skip


@register.filter
def device(agent: str) -> str:
    """`Firefox on Windows` for a User-Agent header; one that names neither stays as it is."""
    browser = next((name for sign, name in BROWSERS.items() if re.search(sign, agent)), "")
    system = next((name for sign, name in SYSTEMS.items() if sign in agent), "")
    return " on ".join(filter(None, (browser, system))) or agent[:80] or "An unknown browser"
