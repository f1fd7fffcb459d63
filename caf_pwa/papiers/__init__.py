"""The papers people are asked for every day: what they say, taken from payments and quotients."""
