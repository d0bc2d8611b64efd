"""What the commands for other sources share: each message of a source is signed once, and sent until it is anchored."""
