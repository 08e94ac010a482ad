"""What Ken says: findings, numbers, languages, and how far a run is."""
