"""Corpora that installed packages bring: found, read again after an upgrade, faults told once."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest
from building import REPOSITORY, Built, article, build, write

from sphinx_glossterms.sphinx_ext import shelves

EXAMPLE = REPOSITORY / "examples" / "flour-concepts"
ARTICLES = {
    "en/bran.md": article("Bran", "The coat of the grain.", term="bran"),
    "en/rye.md": article("Rye", "A grain.", term="rye"),
}
OTHER = article("Bran", "Other text.", term="bran")
PAGES = {
    "index.rst": "Start\n=====\n\n.. toctree::\n\n   shown\n   named\n   plain\n",
    "shown.rst": ".. glossterm:: bran\n",
    "named.rst": "Named\n=====\n\n:glossterm:`!rye`\n",
    "plain.rst": "Plain\n=====\n\nText.\n",
}


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which Python looks for packages."""
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.setattr(sys, "path", [str(folder), *sys.path])
    return folder


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return write(tmp_path / "source", PAGES)


def _install(
    site: Path,
    files: dict[str, str],
    *,
    project: str = "flour-concepts",
    version: str = "1.0.0",
    entry: str = "flour = flour_concepts",
) -> None:
    """Put a distribution's files where an installer does, an older version's away."""
    stem = project.replace("-", "_")
    for old in site.glob(f"{stem}-*.dist-info"):
        shutil.rmtree(old)
    write(site, files)
    about = f"Metadata-Version: 2.1\nName: {project}\nVersion: {version}\n"
    offered = f"[sphinx_glossterms.corpora]\n{entry}\n"
    write(site / f"{stem}-{version}.dist-info", {"METADATA": about, "entry_points.txt": offered})


def _in(folder: str, files: dict[str, str] = ARTICLES) -> dict[str, str]:
    return {f"{folder}/{name}": text for name, text in files.items()}


def _build(project: Path, builder: str = "html", **options: object) -> Built:
    config = {"glossterms_corpora": "package:flour", **options}
    return build(project, builder, **config)  # type: ignore[arg-type]


def _read(built: Built) -> set[str]:
    return set(re.findall(r"reading sources\.\.\. \[ *\d+%\] (\S+)", built.progress))


def _pages(built: Built) -> dict[str, str]:
    return {page.name: page.read_text("utf-8") for page in built.outdir.glob("*.html")}


def _is_clean(second: Built, project: Path, **options: object) -> bool:
    """Whether a build gave what one from nothing gives."""
    clean = _build(project, out="-clean", fresh=True, **options)
    return (_pages(second), second.warnings) == (_pages(clean), clean.warnings)


# --- the example ---


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The example's wheel, and that of a later version with another article."""
    for tool in ("hatchling", "pip"):
        if find_spec(tool) is None:
            pytest.skip(f"{tool} is not installed, which builds the example")
    source = shutil.copytree(EXAMPLE, tmp_path_factory.mktemp("example") / EXAMPLE.name)
    folder = tmp_path_factory.mktemp("wheels")
    _pip("wheel", "--no-build-isolation", "--wheel-dir", folder, source)
    text = (source / "pyproject.toml").read_text("utf-8")
    write(source, {"pyproject.toml": text.replace('"1.0.0"', '"1.1.0"')})
    write(source, _in("flour_concepts", {"it/rye.md": article("Segale", "Un cereale.")}))
    _pip("wheel", "--no-build-isolation", "--wheel-dir", folder, source)
    return sorted(folder.iterdir())


def _pip(command: str, *arguments: str | Path) -> None:
    """Run pip, which asks no one else for anything."""
    options = ["--no-index", "--no-deps", "--disable-pip-version-check", "--quiet"]
    done = subprocess.run(
        [sys.executable, "-m", "pip", command, *options, *map(str, arguments)],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_example_s_wheel_holds_the_articles(wheels: list[Path]) -> None:
    assert [wheel.name.split("-")[1] for wheel in wheels] == ["1.0.0", "1.1.0"]
    corpus = EXAMPLE / "flour_concepts"
    files = {path.relative_to(EXAMPLE).as_posix() for path in corpus.rglob("*.*")}
    assert {"flour_concepts/glossterms.yaml", "flour_concepts/sv/rye.md"} <= files
    with zipfile.ZipFile(wheels[0]) as wheel:
        held = {name for name in wheel.namelist() if ".dist-info/" not in name}
    assert held == files


def test_the_example_is_used_and_upgraded(
    wheels: list[Path], tmp_path: Path, project: Path
) -> None:
    """With pip and Sphinx as a user starts them, one process after another."""
    target = tmp_path / "target"
    project = write(project, {"conf.py": _CONF})
    outputs = []
    for wheel in wheels:
        _pip("install", "--upgrade", "--target", target, wheel)
        outputs.append(_sphinx_build(project, target))
        assert "warning" not in outputs[-1].lower()
        page = (tmp_path / "out" / "shown.html").read_text("utf-8")
        assert "Crusca" in page
        assert "farina bianca" in page
        names = (tmp_path / "out" / "named.html").read_text("utf-8")
        assert ("Segale" if wheel is wheels[1] else "Rye") in names
    assert "4 added, 0 changed" in outputs[0]
    assert "0 added, 1 changed" in outputs[1]
    assert "0 added, 0 changed" in _sphinx_build(project, target)


_CONF = """\
extensions = ["sphinx_glossterms"]
language = "it"
html_theme = "basic"
glossterms_corpora = "package:flour"
glossterms_fallback_notice = False
"""


def _sphinx_build(project: Path, target: Path) -> str:
    paths = [str(target), *filter(None, [os.environ.get("PYTHONPATH")])]
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", "-b", "html", str(project), str(project.parent / "out")],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths), "LC_ALL": "C.UTF-8"},
        cwd=project,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def test_the_example_s_articles_are_clean(project: Path) -> None:
    """Each is shown, without a warning and without a finding."""
    slugs = sorted(path.stem for path in EXAMPLE.glob("flour_concepts/en/*.md"))
    shown = "".join(f".. glossterm:: {slug}\n\n" for slug in slugs)
    write(project, {"index.rst": f"Start\n=====\n\n{shown}"})
    for name in ("shown", "named", "plain"):
        (project / f"{name}.rst").unlink()
    for language in ("en", "sv", "it"):
        corpus = EXAMPLE / "flour_concepts"
        built = _build(project, language=language, glossterms_corpora=str(corpus), verbosity=1)
        assert built.warnings == []
        assert "flour_concepts" not in built.progress
        assert built.text().count("glossterm-highlights") == len(slugs)


# --- how a corpus is named, and where it may lie ---


@pytest.mark.parametrize(
    "corpora",
    [
        "package:flour",
        "package: flour",
        ["../other", "package:flour"],
        {"mine": "../other", "theirs": "package:flour"},
    ],
    ids=str,
)
def test_a_corpus_is_named(site: Path, project: Path, corpora: object) -> None:
    _install(site, _in("flour_concepts"))
    write(project.parent / "other", {"en/other.md": article("Other", "x")})
    built = _build(project, glossterms_corpora=corpora)
    assert built.warnings == []
    assert "The coat of the grain." in built.text("shown.html")


def test_the_namespace_is_the_corpus_s_name(site: Path, project: Path) -> None:
    """The name that conf.py has, and not the one that the manifest gives it for people."""
    _install(site, _in("flour_concepts"))
    write(site, {"flour_concepts/glossterms.yaml": "name: Words of the mill\n"})
    write(project, {"named.rst": "Named\n=====\n\n:glossterm:`flour:rye`\n"})
    built = _build(project, glossterms_url={"flour": "https://example.org/{slug}"})
    assert built.warnings == []
    assert 'href="https://example.org/rye"' in built.text("named.html")


def test_nothing_of_the_package_is_run(site: Path, project: Path) -> None:
    files = {"flour_concepts/__init__.py": "raise RuntimeError('run')\n"}
    files |= {"flour_concepts/deep/__init__.py": "raise RuntimeError('run')\n"}
    _install(site, {**files, **_in("flour_concepts/deep")}, entry="flour = flour_concepts.deep")
    built = _build(project)
    assert built.warnings == []
    assert "The coat of the grain." in built.text("shown.html")
    assert not [name for name in sys.modules if name.startswith("flour_concepts")]


def _edited(site: Path, checkout: Path) -> None:
    """Installed to be edited: the articles stay in the checkout, which is on Python's path."""
    _install(site, {})
    write(checkout, _in("flour_concepts"))


def _with_a_namesake(site: Path, checkout: Path) -> None:
    """Another folder of the name comes earlier on Python's path, and is no package."""
    _install(site, _in("flour_concepts"))
    write(checkout, {"flour_concepts/en/bran.md": article("Wrong", "Wrong.")})
    sys.path.remove(str(checkout))
    sys.path.insert(0, str(checkout))


def _in_a_namespace(site: Path, checkout: Path) -> None:
    """Several distributions share a package, in several folders."""
    write(checkout, {"acme/other/en/bran.md": article("Wrong", "Wrong.")})
    _install(site, _in("acme/flour"), entry="flour = acme.flour")


def _after_a_leftover(site: Path, checkout: Path) -> None:
    """What an earlier installation left behind hides nothing."""
    _install(site, {"flour_concepts/readme.txt": "x"})
    write(checkout, {**_in("flour_concepts"), "flour_concepts/__init__.py": ""})


@pytest.mark.parametrize(
    "lay",
    [_edited, _with_a_namesake, _in_a_namespace, _after_a_leftover],
    ids=lambda lay: lay.__name__,
)
def test_a_corpus_is_read_from_where_it_lies(
    site: Path,
    project: Path,
    monkeypatch: pytest.MonkeyPatch,
    lay: Callable[[Path, Path], None],
) -> None:
    checkout = project.parent / "checkout"
    checkout.mkdir()
    monkeypatch.setattr(sys, "path", [*sys.path, str(checkout)])
    lay(site, checkout)
    built = _build(project)
    assert built.warnings == []
    assert "The coat of the grain." in built.text("shown.html")


# --- what is told ---


def _of_corpora(built: Built) -> list[str]:
    start, end = "WARNING: glossterms_corpora: ", " [glossterms.corpus]"
    told = [line for line in built.warnings if line.endswith(end)]
    return [line.removeprefix(start).removesuffix(end) for line in told]


HOW = " (add its package with pip install, in the environment of Sphinx)"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("floor", "did you mean “package:flour”?"),
        ("flour-concepts", "did you mean “package:flour”?"),
        ("flour_concepts", "did you mean “package:flour”?"),
        ("wine", "there is “flour”, “tea”"),
    ],
)
def test_an_unknown_name(site: Path, project: Path, name: str, message: str) -> None:
    _install(site, _in("flour_concepts"))
    _install(site, {}, project="tea-concepts", entry="tea = tea_concepts")
    for _ in range(2):  # what is wrong in conf.py is told in every build
        built = _build(project, glossterms_corpora=f"package:{name}")
        told = f"“package:{name}”: no installed package offers a corpus of this name; {message}"
        assert _of_corpora(built) == [told + HOW]


def test_no_corpus_is_installed(site: Path, project: Path) -> None:
    [told] = _of_corpora(_build(project))
    assert (
        told
        == f"“package:flour”: no installed package offers a corpus of this name; there is none{HOW}"
    )


SAYS = "“package:flour”: flour-concepts 1.0.0 says that it is"


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("flour_concepts", "the package “flour_concepts”, and there is no such folder; install it again"),
        ("acme.flour", "the package “acme.flour”, and there is no such folder; install it again"),
        ("json.tool", "the package “json.tool”, and there is no such folder"),
        ("abc", "the package “abc”, and there is no such folder"),
        ("__main__", "the package “__main__”, and there is no such folder"),
        ("flour_concepts:articles", "“flour_concepts:articles”, which is no package's name"),
        ("../flour", "“../flour”, which is no package's name"),
        ("flour..x", "“flour..x”, which is no package's name"),
    ],
)  # fmt: skip
def test_an_entry_point_that_leads_nowhere(
    site: Path, project: Path, entry: str, message: str
) -> None:
    _install(site, {}, entry=f"flour = {entry}")
    [told] = _of_corpora(_build(project))
    assert told.startswith(f"{SAYS} {message}")


def test_a_package_in_a_zip_file(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    _install(folder, {**_in("flour_concepts"), "flour_concepts/__init__.py": ""})
    archive = shutil.make_archive(str(tmp_path / "packages"), "zip", folder)
    monkeypatch.setattr(sys, "path", [archive, *sys.path])
    [told] = _of_corpora(_build(project))
    assert told.startswith(f"{SAYS} the package “flour_concepts”, which lies in a zip file")


def test_two_packages_with_one_name(site: Path, project: Path) -> None:
    _install(site, _in("flour_concepts"))
    other = _in("aardvark", {"en/bran.md": article("Ants", "Ants eat it."), "en/rye.md": "Rye.\n"})
    _install(site, other, project="Aardvark", version="3", entry="flour = aardvark")
    for _ in range(2):
        built = _build(project)
        assert _of_corpora(built) == [
            "“package:flour”: several packages offer it (Aardvark 3, flour-concepts 1.0.0);"
            " that of Aardvark 3 is used"
        ]
        assert "Ants eat it." in built.text("shown.html")
    assert _read(built) == set()


def test_of_two_copies_of_one_package_the_first_on_the_path_counts(
    site: Path, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = project.parent / "older"
    older.mkdir()
    monkeypatch.setattr(sys, "path", [*sys.path, str(older)])
    _install(older, _in("flour_concepts", {"en/bran.md": article("Old", "Old.")}), version="0.9")
    _install(site, _in("flour_concepts"))
    built = _build(project)
    assert built.warnings == []
    assert "The coat of the grain." in built.text("shown.html")


def test_metadata_that_is_broken(site: Path, project: Path) -> None:
    """Without a name or version, a corpus is found; where Python gives up, that is told."""
    _install(site, _in("flour_concepts"))
    about = site / "flour_concepts-1.0.0.dist-info" / "METADATA"
    about.unlink()
    assert _build(project).warnings == []
    _install(site, {}, project="broken", entry="this is no entry point")
    told = _of_corpora(_build(project, "text"))
    assert [line.partition(" (")[0] for line in told] == [
        "“package:flour”: Python can't say what is installed"
    ]


@pytest.mark.parametrize("value", ["package:", ["package: "]])
def test_a_location_without_a_name(project: Path, value: object) -> None:
    built = _build(project, glossterms_corpora=value)
    [told] = [line for line in built.warnings if "[glossterms.config]" in line]
    assert "names no corpus; write 'package:NAME'" in told


def test_a_word_that_is_no_folder(project: Path) -> None:
    [told] = _of_corpora(_build(project, glossterms_corpora="flour"))
    assert told.endswith("; an installed corpus is written “package:flour”")


def test_a_word_that_is_a_folder(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody asks what is installed."""
    monkeypatch.setattr(shelves, "find_place", None)
    write(project, _in("flour"))
    built = _build(project, glossterms_corpora="flour", exclude_patterns=["flour"])
    assert built.warnings == []


# --- the next build ---


def test_nothing_changed(site: Path, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Then nobody asks what is installed."""
    _install(site, _in("flour_concepts"))
    _build(project)
    monkeypatch.setattr(shelves, "find_place", None)
    again = _build(project)
    assert again.warnings == []
    assert _read(again) == set()


def test_an_upgrade(site: Path, project: Path) -> None:
    _install(site, _in("flour_concepts"))
    _build(project)
    changed = {"en/bran.md": article("Bran", "What is sifted out.", term="bran")}
    _install(site, _in("flour_concepts", changed), version="1.1.0")
    second = _build(project)
    assert "What is sifted out." in second.text("shown.html")
    assert _read(second) == {"shown"}
    assert _is_clean(second, project)


def test_a_package_comes_in_the_same_tick_of_the_clock(
    site: Path, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Python keeps what it saw of a folder as long as the folder's time is the same."""
    checkout = project.parent / "checkout"
    checkout.mkdir()
    monkeypatch.setattr(sys, "path", [*sys.path, str(checkout)])
    _install(site, {})
    times = checkout.stat()
    assert "there is no such folder" in _of_corpora(_build(project))[0]
    write(checkout, _in("flour_concepts"))
    os.utime(checkout, ns=(times.st_atime_ns, times.st_mtime_ns))
    second = _build(project)
    assert second.warnings == []
    assert "The coat of the grain." in second.text("shown.html")


def test_an_upgrade_that_changes_no_article(site: Path, project: Path) -> None:
    _install(site, _in("flour_concepts"))
    _build(project)
    _install(site, _in("flour_concepts"), version="1.1.0")
    second = _build(project)
    assert _read(second) == set()
    assert _is_clean(second, project)


def test_an_upgrade_that_no_file_state_tells(
    site: Path, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some installers give all files one time, and a folder may be put in another's place."""

    def state(path: str) -> tuple[int, int, int, int] | None:
        return (0, 0, 0, 0) if os.path.exists(path) else None

    for module in ("installed", "deciding_files", "observations", "shelves"):
        monkeypatch.setattr(f"sphinx_glossterms.sphinx_ext.{module}.file_state", state)
    _install(site, _in("flour_concepts"))
    _build(project)
    same_size = {"en/rye.md": article("Rya", "A grain.", term="rya")}
    _install(site, _in("flour_concepts", same_size), version="1.1.0")
    second = _build(project)
    assert "Rya" in second.text("named.html")
    assert _read(second) == {"named"}


def test_a_version_without_an_article_or_a_language(site: Path, project: Path) -> None:
    _install(site, _in("flour_concepts"))
    _build(project, language="sv")
    _install(
        site, _in("flour_concepts", {"sv/rye.md": article("Råg", "x", term="råg")}), version="2"
    )
    (site / "flour_concepts/en/bran.md").unlink()
    second = _build(project, language="sv")
    assert "Råg" in second.text("named.html")
    assert "“bran”" in second.warnings[0]
    assert _is_clean(second, project, language="sv")


def test_a_package_goes_and_comes_back(site: Path, project: Path) -> None:
    _install(site, _in("flour_concepts"))
    first = _build(project)
    for folder in site.iterdir():
        folder.rename(project.parent / folder.name)
    assert "no installed package" in _of_corpora(_build(project))[0]
    _install(site, _in("flour_concepts"))
    second = _build(project)
    assert second.warnings == []
    assert _pages(second) == _pages(first)


def test_another_environment_has_another_version(
    site: Path, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Environments may share what was built; what was installed in the first is still there."""
    _install(site, _in("flour_concepts"))
    _build(project)
    other = project.parent / "other"
    other.mkdir()
    _install(other, _in("flour_concepts", {**ARTICLES, "en/bran.md": OTHER}), version="2")
    monkeypatch.setattr(sys, "path", [str(other), *sys.path])
    second = _build(project)
    assert "Other text." in second.text("shown.html")
    assert _read(second) == {"shown"}
    assert _is_clean(second, project)


def test_a_package_comes_in_front(
    site: Path, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing changes about the one that was used."""
    front = project.parent / "front"
    front.mkdir()
    monkeypatch.setattr(sys, "path", [str(front), *sys.path])
    _install(site, _in("flour_concepts"))
    _build(project)
    _install(front, _in("flour_concepts", {**ARTICLES, "en/bran.md": OTHER}))
    second = _build(project)
    assert "Other text." in second.text("shown.html")
    assert _is_clean(second, project)


def test_another_package_offers_the_same_name(site: Path, project: Path) -> None:
    _install(site, _in("flour_concepts"))
    _build(project)
    _install(site, {}, project="zebra", entry="flour = zebra")
    second = _build(project)
    assert "several packages offer it (flour-concepts 1.0.0, zebra 1.0.0)" in second.warnings[0]


def test_an_entry_point_leads_elsewhere(site: Path, project: Path) -> None:
    """Some tools write into the metadata in place, so that no folder changes."""
    _install(site, _in("flour_concepts"))
    write(site, _in("other_flour", {**ARTICLES, "en/bran.md": OTHER}))
    _build(project)
    (about,) = site.glob("*.dist-info/entry_points.txt")
    about.write_text("[sphinx_glossterms.corpora]\nflour = other_flour\n")
    second = _build(project)
    assert "Other text." in second.text("shown.html")
    assert _is_clean(second, project)


def test_parallel_is_serial(site: Path, project: Path) -> None:
    _install(site, _in("flour_concepts"))
    more = {f"p{n}.rst": f":orphan:\n\nP{n}\n===\n\n:glossterm:`rye <bran>`\n" for n in range(12)}
    write(project, more)
    serial = _build(project)
    parallel = _build(project, out="-2", parallel=2)
    assert serial.warnings == parallel.warnings == []
    assert _pages(serial) == _pages(parallel)
