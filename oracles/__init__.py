"""Events in: envelopes, queue, batches, anchors, and the keeper that runs deadlines."""
