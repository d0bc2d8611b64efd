"""Events out: indexer, tables, permissions, documents, proofs, routes, web pages."""
