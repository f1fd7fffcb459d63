"""What devices send by themselves, having kept it: received once, and acknowledged by a receipt."""
