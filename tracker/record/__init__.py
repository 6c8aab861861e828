"""The writing verbs, one module a noun: nothing else changes the record.

It imports reports and the floors below it.
"""
