"""How often releases are read, counted without cookies and without anything that tells of a reader.

- `sources.toml` is what the rest is read by: programs that are no readers, and whose pages lead here.
- `layer.ReadCounter` stands before the page store (wsgi.py) and adds up in the memory of the process.
- `store` adds that to the days in the database now and then, folds old days to months, and is asked by the office.

Counted is an answer 200 or 304 to a GET of a release's page: 304 because who comes back to a page that the
browser still has reads it too. Not counted: HEAD, pages fetched in advance, pictures and feeds, programs, and
colleagues who are signed in. Kept of a read are the release, the day and the kind of place it came from.

A process that is killed loses what it counted in the last seconds (`layer.EVERY`). Behind nginx, which holds a
page for a second, several reads of one page within a second count as one.
"""
