"""Trade papers as PDF, made from the order's own data."""
