"""`make bench`: the table of measures. Times are told, never asserted; compare them within one run only."""
