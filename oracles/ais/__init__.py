"""A receiver's AIS sentences, from a TCP or UDP feed, as signed positions of the vessels that carry cranes."""
