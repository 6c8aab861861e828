"""Tests of tracker/readings."""
