"""Tests of tracker/package."""
