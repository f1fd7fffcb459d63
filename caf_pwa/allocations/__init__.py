"""Rights, payments with their lines and deductions, and the calendar of payments."""
