"""Tests of tracker/exports."""
