"""Opens sealed records for those who may read them, with their member's own encryption key, and nobody else's."""
