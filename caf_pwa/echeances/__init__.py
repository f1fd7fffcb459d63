"""What is due and when: reminders, the calendar, and the sentences that remove doubt. Reads the slices below."""
