"""Measurements of speed, growth and quality: `make bench`. Nothing here is a test; figures in the docs come from here."""
