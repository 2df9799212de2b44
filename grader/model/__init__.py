"""The nouns that every stage shares: frozen records, no input or output."""
