"""Articles without any Markdown, and what must not be taken for one."""

from __future__ import annotations

from pathlib import Path

import pytest
from reading import read

ARTICLE = """\
What is it?
It is a way of doing business. It is one of many.
Another paragraph, which ends with a mark!

Types of it
There are two types of it: this one and that one.
Key points
- It is a way of doing business.

- It is one of many ways.
Of course, this comes after the key points.
"""


def test_lines_are_blocks(tmp_path: Path) -> None:
    reading = read(tmp_path, ARTICLE)
    assert reading.article.title == "What is it?"
    assert reading.outline == [
        "paragraph It is a way of doing business. It is one of many.",
        "paragraph Another paragraph, which ends with a mark!",
        "h2 Types of it",
        "paragraph There are two types of it: this one and that one.",
        "h2 Key points",
        "- It is a way of doing business. | It is one of many ways.",
        "paragraph Of course, this comes after the key points.",
    ]
    assert len(reading.highlights) == 2
    assert reading.repairs == [("plain-text", 1)]
    assert [block[0].map[0] for block in reading.body.blocks if block[0].map] == [
        2,
        3,
        5,
        6,
        7,
        8,
        11,
    ]


def test_switched_off_it_is_markdown(tmp_path: Path) -> None:
    reading = read(tmp_path, ARTICLE, disabled=frozenset({"plain-text"}))
    assert reading.repairs == []
    assert reading.outline[0].startswith("paragraph What is it? It is a way")


@pytest.mark.parametrize(
    ("text", "outline"),
    [
        ("顧客とは\n顧客とは、商品やサービスを購入する人です。\n種類\n顧客には二つの種類があります。",
         ["paragraph 顧客とは、商品やサービスを購入する人です。", "h2 種類", "paragraph 顧客には二つの種類があります。"]),
        ("العميل\nالعميل هو الشخص الذي يشتري السلع.\nهل هناك أنواع؟\nنعم، هناك نوعان من العملاء.",
         ["paragraph العميل هو الشخص الذي يشتري السلع.", "h2 هل هناك أنواع؟", "paragraph نعم، هناك نوعان من العملاء."]),
        ("Part\nAT&amp;T is a company that sells.\n2. This stays a text, number and all.",
         ["paragraph AT&T is a company that sells.", "paragraph 2. This stays a text, number and all."]),
    ],
)  # fmt: skip
def test_other_scripts_and_oddities(tmp_path: Path, text: str, outline: list[str]) -> None:
    reading = read(tmp_path, text)
    assert reading.outline == outline
    assert reading.repairs == [("plain-text", 1)]


@pytest.mark.parametrize(
    "text",
    [
        # prose that an editor wrapped
        "A customer is a person or a company\nthat buys goods or services from another\ncompany.",
        "Als Kunde wird jemand bezeichnet, der in einem Geschäft eine\nWare kauft und dafür bezahlt,"
        " womit er zum Kunden des Geschäfts\nwird. Das ist alles.",
        "顧客とは、商品やサービスを購入する人または会社のことで\nす。企業は顧客を満足させるために努力します\n。以上です。",
        "One line here that is the widest.\nThe customer whom we meet at\nMicrosoft is happy with it all.\nYes.",
        # Markdown without headings
        "Customer\n\nA [customer](/customer) buys goods.\n\nMore is said.",
        "Customer\n\nA **customer** buys goods.\n\nMore is said.",
        "Customer\n\nA customer runs `buy goods`.\n\nMore is said.",
        "Customer\n\n> A customer buys goods.\n\nMore is said.",
        "Customer\n\n1. A customer buys goods.\n\nMore is said.",
        "Customer\n\n    A customer buys goods.\n\nMore is said.",
        "Customer\n\n| a |\n|---|\n| b. |\n\nMore is said of it.",
        "Customer\n\n```\nA customer buys goods.\n```\n",
        "# Customer\nA customer buys goods.\nMore is said.",
        # nothing certain
        "A sentence.\nAnother one.\nA third.",
        "Customer\nA customer buys goods.",
        "Customer\nA customer buys goods, which\nis all.",
        "Customer\nSupplier\nPartner",
        "customer\nA customer buys goods.\nMore is said.",
        "",
    ],
)
def test_not_plain_text(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, text).repairs == []


def test_with_front_matter_it_is_markdown(tmp_path: Path) -> None:
    assert read(tmp_path, f"---\ntitle: T\n---\n{ARTICLE}").repairs == []
