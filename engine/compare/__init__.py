"""Rule sets against each other: what differs in the text, what that implies, and what it changes for the
units of data."""
