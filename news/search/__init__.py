"""Looking for releases: the same answers on SQLite and on PostgreSQL.

stems.py makes words comparable, `index` keeps them, `find` asks, `ranking` puts in order, `snippets` shows
why, `spelling` helps where nothing was found.
"""
