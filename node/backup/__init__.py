"""Backup and recovery of a node and what stands beside it, and the fence against a key that runs twice."""
