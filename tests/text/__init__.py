"""Tests of tracker/text."""
