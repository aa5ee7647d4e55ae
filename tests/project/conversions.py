"""The page about what is converted between versions: what becomes of sampled messages in the steps themselves.

`python -m tests.project.conversions` writes it; `test_conversions.py` fails where it is not current.
"""

from collections.abc import Iterable
from typing import Final

from mcprism.versions.loss import LossReport
from mcprism.versions.steps import step_to
from mcprism.versions.steps.step import Step
from tests.project.pages import ROOT
from tests.runtime.versions.test_laws import STEPS, Losses, converted, messages

PAGE: Final = ROOT / "docs" / "versions" / "conversions.md"
SAMPLES: Final = 200
KINDS: Final = ("refused", "degraded", "hint")

HEAD: Final = """# What becomes of each feature in each version

Generated from the conversions themselves: messages of every kind were made up by the schemas, many of each, and sent
through them. Do not edit; `python -m tests.project.conversions` writes it. What is not in these tables arrives as it
was sent.

- *hint*: something advisory is not sent.
- *degraded*: content takes another form.
- *refused*: there is no form for it. Nothing is sent, and whoever asked gets `NotSupportedByPeer`.

Between versions that are further apart, all tables on the way hold. What to do with it is in [Versions](README.md)."""


def page() -> str:
    """The whole page."""
    parts = [HEAD, *(_section(step_to(version)) for version in reversed(STEPS))]
    return "\n\n".join(parts) + "\n"


def _section(step: Step) -> str:
    lines = [
        f"## {step.newer} and {step.older}",
        f"All that changed: [{step.older} to {step.newer}]({_changes(step)}).",
    ]
    for direction, sender, receiver in (("down", step.newer, step.older), ("up", step.older, step.newer)):
        rows = list(_rows(_reports(step, direction)))
        if rows:
            lines += [
                f"What is written in {sender}, for a side that speaks {receiver}:",
                _table(("what", "becomes", "in"), rows),
            ]
    settled = [(_cell(row.what), _cell(row.who)) for row in step.by_era]
    lines += [
        "What no conversion of a single message can do, and who does it:",
        _table(("what", "who"), settled),
    ]
    return "\n\n".join(lines)


def _changes(step: Step) -> str:
    return f"{step.older}-to-{step.newer}.md"


def _reports(step: Step, direction: str) -> Iterable[LossReport]:
    for message in messages(step.newer if direction == "down" else step.older, trap=0.0, samples=SAMPLES):
        losses = Losses()
        converted(step, direction, message, message.value, losses, {})
        yield from losses


def _rows(reports: Iterable[LossReport]) -> Iterable[tuple[str, str, str]]:
    """A row for all features that become the same in the same methods."""
    methods: dict[tuple[str, str, str], set[str]] = {}
    for report in reports:
        methods.setdefault((report.loss, report.detail, report.feature), set()).add(report.method)
    features: dict[tuple[str, str, tuple[str, ...]], list[str]] = {}
    for (loss, detail, feature), found in methods.items():
        # A method that is the feature is named once.
        places = () if found == {feature} else tuple(sorted(found))
        features.setdefault((loss, detail, places), []).append(feature)
    for loss, detail, found in sorted(features, key=lambda key: (KINDS.index(key[0]), key[1:])):
        named = ", ".join(sorted(features[loss, detail, found]))
        yield _cell(named), _cell(f"{loss}: {detail}"), ", ".join(found)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _table(heading: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in (heading, ("---",) * len(heading), *rows))


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
