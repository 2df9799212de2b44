"""Grade → text, JSON, CSV and HTML: pure functions, one module per format."""
