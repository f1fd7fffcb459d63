"""What a person has to send, and what became of what they sent."""
