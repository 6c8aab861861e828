"""Tests of tracker/cli."""
