"""After any change, the next build gives what a clean build gives.

A walk is a sequence of random changes of one project, each followed by a build in a
folder that stays and by a clean one. ``GLOSSTERMS_SEED`` and ``GLOSSTERMS_STEPS`` choose
another walk: a failure tells which.
"""

from __future__ import annotations

import os
import shutil
import traceback
from collections import Counter
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest

from differential import twin
from differential.compare import beyond_sphinx, differences, pages_of, shown
from differential.model import (
    LANGUAGE_URL,
    Project,
    Ref,
    concerned,
    first_project,
    parents,
    write,
)
from differential.operations import change
from differential.running import Build, Known, build

SEED = int(os.environ.get("GLOSSTERMS_SEED", "0"))
STEPS = int(os.environ.get("GLOSSTERMS_STEPS", "0"))

_GENERATED = "/glossterms-pages"

pytestmark = pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")


@dataclass
class Walk:
    """A project, its builds, and the changes so far."""

    root: Path
    seed: int
    jobs: int
    random: Random = field(init=False)
    project: Project = field(default_factory=first_project)
    files: dict[str, bytes] = field(default_factory=dict)
    twin_files: dict[str, bytes] = field(default_factory=dict)
    log: list[str] = field(default_factory=list)
    output: dict[tuple[str, str], bytes] = field(default_factory=dict)
    """Each page of each builder, as a clean build last gave it."""
    seen: dict[str, Project] = field(default_factory=dict)
    """The project as each builder last built it."""
    read: Project | None = None
    """The project as it was last read, by any builder."""

    read_since: dict[str, set[str]] = field(default_factory=dict)
    """What was read since each builder ran: it may write these, whatever came of it."""

    def __post_init__(self) -> None:
        self.random = Random(self.seed)
        write(self.root, {}, {"twin/conf.py": twin.CONF.encode()}, old=False)
        self.save(old=False)
        self.builds(["html", "text"])

    # --- a step ---

    def step(self) -> None:
        """One change, or two, and the builds after it."""
        told = [change(self.project, self.random) for _ in range(self.random.choice((1, 1, 1, 2)))]
        old = self.random.random() < 0.3
        builders = ["html"]
        if self.random.random() < 0.5:
            builders.insert(self.random.randint(0, 1), self.random.choice(("text", "xml", "latex")))
        self.log.append(f"{'; '.join(told)}{' (older)' if old else ''} [{', '.join(builders)}]")
        self.save(old=old)
        try:
            self.builds(builders)
        except Exception:
            self.fail("a build broke off", traceback.format_exc())

    def save(self, *, old: bool) -> None:
        """Write the project to the disk."""
        files = self.project.files()
        write(self.root, self.files, files, old=old)
        self.files = files

    def builds(self, builders: list[str]) -> None:
        """Each builder in the folder that stays, and anew in a fresh one."""
        built = [(self.build(builder), self.clean(builder)) for builder in builders]
        known = built[0][1].known
        self.project.listings, self.project.generated = known.listings, known.generated
        self.save_twin(known)
        for mine, clean in built:
            twins = self.build_twin(mine)
            self.check_output(mine, clean, twins)
            self.check_work(mine, clean)
            self.check_warnings(mine, clean, twins)
            self.seen[mine.builder] = self.read = deepcopy(self.project)

    # --- building ---

    def build(self, builder: str) -> Build:
        """A build in the folder that stays, which the builders share."""
        folder = self.root / "stays"
        version = self.project.env_version
        source = self.root / "project"
        return build(source, builder, folder, jobs=self.jobs, env_version=version)

    def clean(self, builder: str, source: str = "project") -> Build:
        """A build from nothing."""
        folder = self.root / f"{source}-clean-{builder}"
        shutil.rmtree(folder, ignore_errors=True)
        version = self.project.env_version
        is_ours = source == "project"
        return build(self.root / source, builder, folder, env_version=version, is_to_know=is_ours)

    def build_twin(self, mine: Build) -> Build:
        """What Sphinx makes of the twin where ours made this."""
        is_all = self.has_new_address(mine.builder)  # the twin's conf.py has no such value
        updated = " ".join(sorted(self.project.documents() if is_all else mine.updated))
        (self.root / "twin" / twin.UPDATED).write_text(updated, encoding="utf-8")
        version = self.project.env_version
        source, folder = self.root / "twin", self.root / "twin-stays"
        return build(source, mine.builder, folder, env_version=version)

    def save_twin(self, known: Known) -> None:
        """Write the twin's pages."""
        (self.root / "twin" / twin.LABELS).write_text(repr(known.labels), encoding="utf-8")
        files = {
            f"twin/{docname}.tree": twin.page_source(tree).encode()
            for docname, tree in known.trees.items()
        }
        write(self.root, self.twin_files, files, old=False)
        self.twin_files = files

    # --- checking ---

    def check_output(self, mine: Build, clean: Build, twins: Build) -> None:
        """Output is that of a clean build, but for what the twin leaves as well."""
        found = differences(mine.outdir, clean.outdir)
        if found:
            clean_twin = self.clean(mine.builder, "twin")
            found = beyond_sphinx(found, differences(twins.outdir, clean_twin.outdir))
        if found:
            self.fail(f"{mine.builder}: output differs from a clean build's", shown(found))

    def check_work(self, mine: Build, clean: Build) -> None:
        """Only pages that the change concerns were read, or written.

        What a page shows can depend on more than the model knows, such as which page of two
        uses an ambiguous name: where a clean build shows something else than before, the page
        had to be written.
        """
        output = pages_of(clean)
        changed = {page for page in output if output[page] != self.output.get(page)}
        self.output |= output
        for builder in self.seen:
            self.read_since.setdefault(builder, set()).update(mine.read)
        if self.read is not None:
            extra = mine.read - concerned(self.read, self.project)
            if extra:
                self.fail(f"{mine.builder}: read without need", " ".join(sorted(extra)))
        before = self.seen.get(mine.builder)
        if before is not None:
            may = concerned(before, self.project) | self.read_since.pop(mine.builder, set())
            if self.has_new_address(mine.builder):
                may = self.project.documents()
            may |= {docname for builder, docname in changed if builder == mine.builder}
            may |= parents(self.project, may)
            may |= {"index"} if may else set()  # HTML writes it whenever it writes anything
            extra = mine.written - may
            if extra:
                self.fail(f"{mine.builder}: written without need", " ".join(sorted(extra)))

    def has_new_address(self, builder: str) -> bool:
        """Whether HTML is all written again, since the other languages' builds are elsewhere."""
        before = self.seen.get(builder)
        now = self.project.conf.get(LANGUAGE_URL)
        return builder == "html" and before is not None and before.conf.get(LANGUAGE_URL) != now

    def check_warnings(self, mine: Build, clean: Build, twins: Build) -> None:
        """No warning that a clean build lacks; all of the pages that were read or written."""
        unwanted = mine.warnings - clean.warnings - twins.warnings
        if unwanted:
            self.fail(f"{mine.builder}: warnings that a clean build lacks", _listed(unwanted))
        lost = clean.warnings - mine.warnings
        lost = Counter({line: n for line, n in lost.items() if self.is_due(line, mine)})
        if lost:
            self.fail(f"{mine.builder}: warnings missing", _listed(lost))

    def is_due(self, warning: str, mine: Build) -> bool:
        """Whether a warning is one of a page that was read, or of how one was written.

        What reading a page warned of is not said again where the page is only written, and
        Sphinx looks at the whole (two pages with one concept, corpora that share a slug) only
        where pages were updated.
        """
        if "[glossterms.duplicate]" in warning or "[glossterms.shadowed]" in warning:
            return bool(mine.updated)
        for docname in mine.read | mine.written:
            if any(f"{folder}/{docname}." in warning for folder in ("/project", _GENERATED)):
                return docname in mine.read or "[glossterms.unlinked]" in warning
        shows, listed = self.project.shows, self.project.listed
        shown = {slug for docname in mine.read for slug in shows(docname) | listed(docname)}
        files = {f"/{slug}.md:" for slug in shown}
        return "[glossterms.article]" in warning and any(file in warning for file in files)

    def fail(self, what: str, details: str) -> None:
        """Tell how to do this again."""
        steps = "\n".join(f"  {n}. {line}" for n, line in enumerate(self.log, 1))
        again = f"GLOSSTERMS_SEED={self.seed} GLOSSTERMS_STEPS={len(self.log)}"
        pytest.fail(f"{what}\n{details}\n{again} (-j {self.jobs}), after\n{steps}", pytrace=False)


def _listed(lines: Counter[str]) -> str:
    return "\n".join(list(lines.elements())[:20])


def walk(root: Path, seed: int, jobs: int, steps: int) -> None:
    """A whole walk."""
    walk = Walk(root, SEED or seed, jobs)
    for _ in range(STEPS or steps):
        walk.step()


# --- changes that once went wrong -----------------------------------------------------------


def test_an_option_changes_between_two_builders(tmp_path: Path) -> None:
    """The first builder reads all pages; the second has to write what became of them."""
    walk = Walk(tmp_path, 0, 1)
    for name, value in (
        ("glossterms_fallback_notice", False),
        ("glossterms_highlights_title", "article"),
        ("glossterms_disabled_repairs", ["heading-space"]),
    ):
        walk.project.conf[name] = value
        walk.save(old=False)
        walk.builds(["html", "text"])


def test_an_ambiguous_name_shows_another_title(tmp_path: Path) -> None:
    """A name of two concepts shows the first: a change of that one has to be seen."""
    walk = Walk(tmp_path, 0, 1)
    walk.project.pages["guide/d"].blocks.append(Ref("twofold"))
    for slug in ("steam", "stone"):
        walk.project.articles["concepts", "en", slug].aliases = ("twofold",)
    walk.save(old=False)
    walk.builds(["html"])
    for key, article in walk.project.articles_of("steam").items():
        article.term = f"vapour-{key[1]}"
    walk.save(old=False)
    walk.builds(["html"])


@pytest.mark.parametrize("builders", [("html", "text"), ("text", "html")])
def test_a_new_version_is_seen_by_every_builder(tmp_path: Path, builders: tuple[str, ...]) -> None:
    """A new version may render anew what did not change."""
    project = first_project()
    write(tmp_path, {}, project.files(), old=False)
    for builder in builders:
        build(tmp_path / "project", builder, tmp_path / "build")
    users = {docname for docname in project.pages if project.uses(docname)}
    for builder in builders:
        again = build(tmp_path / "project", builder, tmp_path / "build", env_version=2)
        assert users <= again.written


@pytest.mark.parametrize(("seed", "jobs", "steps"), [(1, 1, 25), (2, 2, 25)])
def test_walk(tmp_path: Path, seed: int, jobs: int, steps: int) -> None:
    walk(tmp_path, seed, jobs, steps)


@pytest.mark.long
@pytest.mark.parametrize(("seed", "jobs"), [(11, 1), (14, 2)])
def test_long_walk(tmp_path: Path, seed: int, jobs: int) -> None:
    walk(tmp_path, seed, jobs, 200)
