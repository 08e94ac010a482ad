"""Rule sets held against proofs and golden tests: what `ken check` and `ken test` find in folders."""
