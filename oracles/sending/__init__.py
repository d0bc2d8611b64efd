"""The other end: what a device or a logistics party runs to sign, keep and send its events until they are anchored."""
