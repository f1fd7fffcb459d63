"""What devices send by themselves, having kept it: received once, acknowledged by a receipt, whatever the network does."""
