"""Tests of tracker/domain."""
