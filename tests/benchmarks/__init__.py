"""How fast: the same work in bangban, in hand-written Python and in other engines, interleaved in one run."""
