"""Measurements of speed, growth and quality: `make bench`. Figures in the documents come from here."""
