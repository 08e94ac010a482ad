"""The verbs of `ken`: one file each, found by themselves and loaded when they are called.

A verb is a module with `command`, made by `shared.verbs.verb`. What verbs share (loading, opening data,
showing findings, the exit status) is their session."""
