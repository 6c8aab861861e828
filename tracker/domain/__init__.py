"""What the record is about: closed lists, dates, amounts, keys, fields, and which mention decides.

Pure: it knows neither database, file nor screen, and imports errors alone.
"""
