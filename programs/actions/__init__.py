"""The verbs of the programmes: the one door for each change of state.

Each claims the version its caller saw, checks, writes and appends to the history, in one transaction. What is
not allowed raises ValidationError with the sentence to show; a lost race raises Stale or the sentence of the
constraint that settled it. The history names fields, never what stands in them.
"""
