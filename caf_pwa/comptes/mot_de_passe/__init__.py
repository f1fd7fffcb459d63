"""Passwords: how they are kept, which are refused, how one is changed or found again."""
