"""What builders run by hand: vendored files, pictures, an instance to try things on."""
