"""How anything leaves the program: tables, files written whole or not at all, cells that no spreadsheet runs.

It imports errors and domain.
"""
