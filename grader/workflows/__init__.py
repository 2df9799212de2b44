"""One module per verb: the only place where stages meet and files are touched."""
