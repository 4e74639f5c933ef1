"""Forms of the programmes: they normalise, verbs and constraints decide."""
