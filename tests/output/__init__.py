"""Tests of tracker/output."""
