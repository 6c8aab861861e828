"""Everything that reads the record and answers a question; it writes nothing.

It imports db, text, output, domain and errors.
"""
