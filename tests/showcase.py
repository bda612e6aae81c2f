"""A project that shows all that we add to pages, and its twin without the extension.

``python showcase.py FOLDER THEME LANGUAGE`` builds both into ``FOLDER/out/ours`` and
``FOLDER/out/plain``, in a process of its own: a theme may change Sphinx's defaults for all
builds after it.
"""

from __future__ import annotations

import sys
from pathlib import Path

from corpus_files import article, write

_TEXT = """\
Flour and water, [nothing else](/gluten).

## Feeding

1. Keep a spoonful.
2. Feed it:
   - flour,
   - water.

> Every morning.

| Flour | Water |
|---|---:|
| 1 | 2 |

```python
feed("flour", "water")
```

## Highlights

- It is alive.
- It wants to be fed.
"""
_ARABIC = """\
دقيق و[ماء](/gluten) لا غير.

## التغذية

1. احتفظ بملعقة.
2. أطعمها:
   - دقيق،
   - ماء.

> كل صباح.

## أبرز النقاط

- إنه حي.
- يريد أن يأكل.
"""
_LONG = "A net that the proteins of wheat make when water comes to them, and that holds the gas."
_LANDS = "\n\n## Highlights\n\n- Lätt att baka."

ARTICLES = {
    "glossterms.yaml": "source_language: en\n",
    "en/starter.md": article(
        "Starter", _TEXT, description="A culture of flour & water.", keywords="[Flour, Jars]"
    ),
    "ar/starter.md": article("البادئ", _ARABIC, description="مزرعة من الدقيق والماء."),
    "en/gluten.md": article("Gluten", "It holds dough together.", description=_LONG),
    "en/crumb.md": article("Crumb", "The `inside` of a *loaf*."),
    # These two are in one language alone, so that each build has fallbacks, in both directions.
    "sv/limpa.md": article("Limpa", f"Ett sött bröd.{_LANDS}", description="Sött bröd."),
    "ar/khubz.md": article("خبز", _ARABIC, description="خبز مسطح ومستدير."),
}

PAGES = {
    "index.rst": """\
======
Baking
======

Feed the :glossterm:`starter`, and the :glossterm:`gluten` comes by itself.
Then bake :glossterm:`limpa` or :glossterm:`khubz`, or look at :glossterm:`the crumb <crumb>`.

.. glossterm:: starter
   :show: title languages description keywords body highlights backlinks

.. toctree::

   others
   lists
""",
    "others.rst": """\
============
Other breads
============

.. glossterm:: khubz

.. glossterm:: limpa

.. glossterm:: gluten

As :glossterm:`khubz` shows, :glossterm:`limpa` isn't all; there is the :glossterm:`starter`.
""",
    "lists.rst": """\
=====
Lists
=====

.. glossterm-list::
   :toctree: words

In a table
==========

.. glossterm-list::
   :style: table

From A to Z
===========

.. glossterm-list::
   :style: index
""",
}

# The same text without the extension: what the theme makes of it is not our doing.
_TWIN_TEXT = """\
Flour and water, `nothing else <others.html#gluten>`__.

.. rubric:: Feeding
   :heading-level: {level}

1. Keep a spoonful.
2. Feed it:

   - flour,
   - water.

..

   Every morning.

===== =====
Flour Water
===== =====
1     2
===== =====

.. code-block:: python

   feed("flour", "water")

.. admonition:: Highlights
   :class: tip

   - It is alive.
   - It wants to be fed.
"""
_TWIN_KHUBZ = """\
دقيق و `ماء <others.html#gluten>`__ لا غير.

.. rubric:: التغذية
   :heading-level: {level}

1. احتفظ بملعقة.
2. أطعمها:

   - دقيق،
   - ماء.

..

   كل صباح.

.. admonition:: أبرز النقاط
   :class: tip

   - إنه حي.
   - يريد أن يأكل.
"""
_TWIN_LIMPA = """\
Ett sött bröd.

.. admonition:: Höjdpunkter
   :class: tip

   - Lätt att baka.
"""
_TWIN_LINKS = {
    "Crumb": "`Crumb <words/crumb.html>`__",
    "Gluten": "`Gluten <others.html#gluten>`__",
    "Limpa": "`Limpa <others.html#limpa>`__",
    "Starter": "`Starter <index.html#starter>`__",
    "خبز": "`خبز <others.html#khubz>`__",
}
_CRUMB = "The ``inside`` of a *loaf*."
_TWIN_DESCRIPTIONS = (_CRUMB, _LONG, "Sött bröd.", "A culture.", "خبز مسطح.")
_TWIN_ENTRIES = [*zip(_TWIN_LINKS.values(), _TWIN_DESCRIPTIONS, strict=True)]


def _twin_list() -> str:
    terms = "".join(f"{link}\n   {text}\n\n" for link, text in _TWIN_ENTRIES)
    rows = "".join(f"   * - {link}\n     - {text}\n" for link, text in _TWIN_ENTRIES)
    letters = " ".join(f"`{name[0]} <#letter-{name[0]}>`__" for name in _TWIN_LINKS)
    index = "".join(
        f".. _letter-{name[0]}:\n\n.. rubric:: {name[0]}\n   :heading-level: 3\n\n- {link}\n\n"
        for name, link in _TWIN_LINKS.items()
    )
    return f"""\
=====
Lists
=====

{terms}
.. toctree::
   :hidden:

   words/crumb
   words/gluten
   words/limpa
   words/starter
   words/khubz

In a table
==========

.. list-table::
   :header-rows: 1

   * - Concept
     - Description
{rows}
From A to Z
===========

{letters}

{index}"""


TWIN = {
    "index.rst": f"""\
======
Baking
======

Feed the `Starter <#starter>`__, and the `Gluten <others.html#gluten>`__ comes by itself.
Then bake `Limpa <others.html#limpa>`__ or `خبز <others.html#khubz>`__, or look at
`the crumb <words/crumb.html>`__.

.. rubric:: Starter
   :name: starter
   :heading-level: 2

In other languages: `العربية <../ar/index.html>`__

A culture of flour & water.

Keywords: Flour, Jars

{_TWIN_TEXT.format(level=3)}
.. rubric:: Pages that refer to this
   :heading-level: 3

- `Other breads <others.html>`__

.. toctree::

   others
   lists
""",
    "others.rst": f"""\
============
Other breads
============

.. rubric:: خبز
   :name: khubz
   :heading-level: 2

This article is not available in your language. It is shown in: Arabic.

{_TWIN_KHUBZ.format(level=3)}
.. rubric:: Limpa
   :name: limpa
   :heading-level: 2

This article is not available in your language. It is shown in: Swedish.

{_TWIN_LIMPA}
.. rubric:: Gluten
   :name: gluten
   :heading-level: 2

It holds dough together.

As `خبز <#khubz>`__ shows, `Limpa <#limpa>`__ isn't all; there is the
`Starter <index.html#starter>`__.
""",
    "lists.rst": _twin_list(),
    "words/crumb.rst": """\
Crumb
=====

The ``inside`` of a *loaf*.

.. rubric:: Pages that refer to this
   :heading-level: 2

- `Baking <../index.html>`__
""",
    "words/gluten.rst": "Gluten\n======\n\nIt holds dough together.\n",
    "words/limpa.rst": "Limpa\n=====\n\nEtt sött bröd.\n",
    "words/khubz.rst": "خبز\n====\n\nدقيق وماء لا غير.\n",
    "words/starter.rst": f"""\
Starter
=======

In other languages: `العربية <../../ar/words/starter.html>`__

Flour and water, `nothing else <../others.html#gluten>`__.

Feeding
-------

{_TWIN_TEXT.partition("{level}")[2]}
.. rubric:: Pages that refer to this
   :heading-level: 2

- `Baking <../index.html>`__
- `Other breads <../others.html>`__
""",
}

CONF = """\
project, copyright, version, release = 'Tests', '2026', '1', '1'
html_theme = {theme!r}
html_copy_source = False
exclude_patterns = ['_build']
"""
OURS = """\
extensions = ['sphinx_glossterms']
glossterms_corpora = '../corpus'
glossterms_fallback = ['en', 'sv', 'ar']
glossterms_language_url = '../{language}/'
"""


def build(folder: Path, theme: str, language: str) -> int:
    """Write and build both projects; the status of the first that fails."""
    from sphinx.cmd.build import main as sphinx_build

    conf = CONF.format(theme=theme)
    write(folder / "corpus", ARTICLES)
    write(folder / "plain", {"conf.py": conf, **TWIN})
    write(folder / "ours", {"conf.py": conf + OURS, **PAGES})
    for name in ("plain", "ours"):
        options = ["-q", "-W", "-n", "-D", f"language={language}"]
        options += ["-d", str(folder / "trees" / name)]
        status = sphinx_build([*options, str(folder / name), str(folder / "out" / name)])
        if status:
            return status
    return 0


if __name__ == "__main__":
    sys.exit(build(Path(sys.argv[1]), *sys.argv[2:]))
