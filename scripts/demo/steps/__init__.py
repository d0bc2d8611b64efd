"""The scenario's steps in the order of the story, one part of the trade a module."""
