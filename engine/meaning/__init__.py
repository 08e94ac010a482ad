"""What rules mean: a rule set and its plan, run in several arithmetics; what any scores can come to."""
