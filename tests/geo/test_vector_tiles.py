"""Tiles that another reader understands."""

import mapbox_vector_tile
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from geo.vector_tiles import Numbers, Texts, Words, points_layer

FEATURE = st.tuples(
    st.integers(0, 4095), st.integers(0, 4095), st.integers(0, 2**35 - 1), st.integers(0, 2), st.text("abc1-", min_size=4, max_size=4)
)  # fmt: skip
WORDS = ("unleashed", "no_tag", "流浪犬")


@given(st.lists(FEATURE, min_size=1, max_size=300))
def test_a_layer_reads_as_it_was_written(features: list[tuple[int, int, int, int, str]]) -> None:
    x, y, count, word, text = zip(*features, strict=True)
    columns: dict[str, Numbers | Words | Texts] = {
        "count": Numbers(np.array(count)),
        "mark": Words(np.array(word), WORDS),
        "id": Texts(np.frombuffer("".join(text).encode(), dtype=np.uint8).reshape(-1, 4)),
    }
    layer = points_layer("records", np.array(x), np.array(y), columns)
    read = mapbox_vector_tile.decode(layer, default_options={"y_coord_down": True})["records"]
    assert (read["extent"], read["version"]) == (4096, 2)
    assert [tuple(one["geometry"]["coordinates"]) for one in read["features"]] == list(zip(x, y, strict=True))
    assert [one["properties"] for one in read["features"]] == [
        {"count": c, "mark": WORDS[w], "id": t} for c, w, t in zip(count, word, text, strict=True)
    ]


def test_layers_stand_behind_one_another_and_an_empty_one_is_nothing() -> None:
    one = np.array([1])
    tile = points_layer("a", one, one, {"n": Numbers(one)}) + points_layer("b", one, one, {})
    assert set(mapbox_vector_tile.decode(tile)) == {"a", "b"}
    assert points_layer("c", one[:0], one[:0], {"n": Numbers(one[:0])}) == b""
