"""Pure functions from one event to row operations, one module for each contract's topic."""
