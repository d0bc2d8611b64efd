"""Running nodes: a supervisor for each, starting and stopping them, looking at them, and changing Besu one by one."""
