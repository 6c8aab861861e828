"""The database: its address, schema, models, transactions, change log and the queries behind every report.

It imports domain, output and errors.
"""
