"""The command line: one module a noun or task. A command says one sentence to one verb and shows rows.

It may import every floor; nothing imports it.
"""
