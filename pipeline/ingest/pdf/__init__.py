"""PDF to text: read in child processes, as every PDF is hostile until read."""
