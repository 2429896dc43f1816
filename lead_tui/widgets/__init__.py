"""Widgets: one-line rows, lists, and one module for each kind of field."""
