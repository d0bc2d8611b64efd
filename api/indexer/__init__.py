"""From the chain into tables: logs are read, decoded, turned into row operations, and written with the cursor."""
