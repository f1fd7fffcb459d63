"""The demonstration: invented households, written relative to today and loaded through the feed like any other."""
