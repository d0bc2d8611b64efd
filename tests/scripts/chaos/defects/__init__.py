"""Programs with a defect each, started in place of the real ones: the audit has to find what they do."""
