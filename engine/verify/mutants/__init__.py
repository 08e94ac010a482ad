"""Which changes of the rules golden cases notice, and cases that notice more."""
