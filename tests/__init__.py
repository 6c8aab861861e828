"""The tests, one file for every room."""
