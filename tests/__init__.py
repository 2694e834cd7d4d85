"""Tests; helpers are imported from here as ``tests.…``."""
