"""Paying a debt back online: one payment at a time, through a gateway whose notice alone is believed."""
