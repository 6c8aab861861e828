"""The data package: written, opened, loaded and verified.

It imports record and the floors below it.
"""
