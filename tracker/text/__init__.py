"""Reading words: articles, dates and amounts in phrases, guesses, likely paragraphs, near duplicates.

It imports domain and errors.
"""
