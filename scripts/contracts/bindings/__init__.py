"""Makes the typed Python bindings from the contracts' artifacts."""
