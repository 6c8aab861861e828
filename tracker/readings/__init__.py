"""Readings: the TOML files people write, and how an edition of them is merged into a record.

It imports record and the floors below it.
"""
