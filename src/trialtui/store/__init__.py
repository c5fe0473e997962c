"""The TinyDB store: immutable segments, a lazy reader, one writer, and the index derived from them."""
