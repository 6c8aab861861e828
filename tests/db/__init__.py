"""Tests of tracker/db."""
