"""The intake desk of a Law Enforcement Assisted Diversion program, in the terminal."""
