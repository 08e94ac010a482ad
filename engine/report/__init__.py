"""The analysis report of a unit: what stands in it, and its files. Needs the packages of the extra
kenrules[report]."""
