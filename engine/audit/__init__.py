"""Reported figures held against each other."""
