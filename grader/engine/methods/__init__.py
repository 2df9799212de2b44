"""Ways to compute a filter, one file each: all give what `definition` gives."""
