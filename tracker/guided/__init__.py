"""Guided reading: the dialogue that walks through an article, and the sessions that keep every answer.

It imports record and the floors below it.
"""
