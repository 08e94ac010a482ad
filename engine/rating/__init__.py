"""Values of units to scores and ratings: every row of a table at once, on any dataframe."""
