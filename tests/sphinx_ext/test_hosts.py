"""An rST host and a MyST host give the same page."""

from __future__ import annotations

import pytest
from building import Built, build
from host_pages import host_project, pages_of
from pages import body_of, page, seen, text_of


@pytest.fixture(scope="module")
def in_rst(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build(host_project(tmp_path_factory.mktemp("rst"), myst=False))


@pytest.fixture(scope="module")
def in_md(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build(host_project(tmp_path_factory.mktemp("md"), myst=True))


NAMES = tuple(pages_of(False))


@pytest.mark.parametrize("name", NAMES)
def test_hosts_give_the_same(in_rst: Built, in_md: Built, name: str) -> None:
    assert seen(in_rst.doctrees[name]) == seen(in_md.doctrees[name])


@pytest.mark.parametrize("name", NAMES)
def test_readers_see_the_same(in_rst: Built, in_md: Built, name: str) -> None:
    assert text_of(body_of(page(in_rst, name))) == text_of(body_of(page(in_md, name)))
