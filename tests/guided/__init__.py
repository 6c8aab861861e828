"""Tests of tracker/guided."""
