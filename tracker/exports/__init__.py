"""Other forms of an export: workbook, Parquet, SQLite, brief.

It imports package and the floors below it.
"""
