"""Arrow files, whose buffers are looked through before a library takes them for what they are said to be."""

from __future__ import annotations

from pathlib import Path

MAGIC = b"ARROW1"
PAST = (ArithmeticError, LookupError, MemoryError, TypeError, ValueError, NotImplementedError)


def are_sound(path: Path) -> bool:
    """Whether every buffer of an Arrow file or stream holds what its type says. Raises OSError when the file
    cannot be read."""
    import pyarrow as pa

    with path.open("rb") as stream:
        is_file = stream.read(len(MAGIC)) == MAGIC
    with pa.memory_map(str(path)) as source:
        try:
            if is_file:
                file = pa.ipc.open_file(source)
                batches = (file.get_batch(number) for number in range(file.num_record_batches))
            else:
                batches = iter(pa.ipc.open_stream(source))
            for batch in batches:
                batch.validate(full=True)
        except (pa.ArrowException, OSError, *PAST):
            return False
    return True


__all__ = ["are_sound"]
