"""Bad input at full speed against a real gateway: nothing of it may be accepted, and each piece is counted."""
