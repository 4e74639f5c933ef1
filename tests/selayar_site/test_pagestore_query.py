from urllib.parse import urlencode

from hypothesis import given
from hypothesis import strategies as st

from selayar_site.pagestore.query import canonical


@given(st.lists(st.tuples(st.sampled_from(["kategori", "tagar", "x"]), st.text(max_size=5)), max_size=6))
def test_canonical_query_is_one_for_every_order_and_stays_itself(pairs):
    once = canonical(urlencode(pairs))
    assert canonical(once) == once
    # The last value of a name counts, and an empty one says nothing.
    last = {name: value for name, value in pairs if name != "x"}
    assert once == urlencode(sorted((name, value) for name, value in last.items() if value))
