"""Lists of people as other offices send them: read, matched to our fields, judged row by row, then applied.

In the order of the work: `files` (what kind of file), `text` and `sheets` (its rows), `headings` (which column is
what), `values` (what a cell says), `kinds` and what is built on it (what a row would do), `checking`, `applying` and
`running` (the work beside the requests), `returned` (what goes back to who sent it).
"""
