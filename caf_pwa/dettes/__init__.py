"""Debts: what a person has to pay back, why, and what is being deducted."""
