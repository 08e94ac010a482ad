"""What all verbs share."""
