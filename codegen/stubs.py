"""All of a distribution but models.py, by our templates. Decisions are made here; templates only write them down."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from codegen.errors import CodegenError
from codegen.ir import Method, Side, SpecIR
from codegen.names import package, snake
from codegen.summaries import Summaries, link

_TEMPLATES: Final = Path(__file__).with_name("templates") / "package"
_MODULES: Final = ("registry.py", "handlers.py", "calls.py", "errors.py", "__init__.py")
_FILES: Final = ("pyproject.toml", "README.md")
_SENDERS: Final[Mapping[tuple[str, ...], str]] = {
    (): "EMBEDDED",
    ("client",): "CLIENT",
    ("server",): "SERVER",
    ("client", "server"): "BOTH",
}


@dataclass(frozen=True, slots=True)
class _MethodView:
    """A method as the templates show it."""

    method: str
    constant: str
    handler: str
    call: str
    senders: str
    params_type: str
    params_value: str
    params_required: bool
    params_annotation: str
    params_argument: str
    result_type: str
    type_arguments: str
    alternative_value: str
    answer: str
    summary: str
    link: str


def render(ir: SpecIR, summaries: Summaries, release: str) -> dict[str, str]:
    """The text of each file by its path in the distribution, not yet formatted.

    Raises:
        CodegenError: two things of one module would have the same name.
    """
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - Python source, not HTML
    )
    values = _values(ir, summaries, release)
    folder = f"mcprism_types/{package(ir.version)}"
    texts = {f"{folder}/{name}": environment.get_template(f"{name}.jinja2").render(values) for name in _MODULES}
    texts |= {name: environment.get_template(f"{name}.jinja2").render(values) for name in _FILES}
    texts[f"{folder}/py.typed"] = ""
    return texts


def _values(ir: SpecIR, summaries: Summaries, release: str) -> dict[str, Any]:
    views = {method: _view(method, summaries) for method in ir.methods}

    def select(kind: Literal["request", "notification"], *sides: Side) -> list[_MethodView]:
        """The methods of a kind that one of the sides sends."""
        return [
            view for method, view in views.items() if method.kind == kind and not set(sides).isdisjoint(method.senders)
        ]

    embedded = [view for method, view in views.items() if method.embedded]
    requests = select("request", "client", "server")
    notifications = select("notification", "client", "server")
    errors = [
        {
            "name": error.name,
            "code": error.code,
            "data": error.data,
            "summary": summaries.type(error.type),
            "link": link(ir.version, error.type),
        }
        for error in ir.errors
    ]
    exports = [
        ("calls", ["ClientCalls", "ServerCalls"]),
        ("errors", [error.name for error in ir.errors]),
        ("handlers", ["ClientHandler", "ServerHandler"]),
        ("models", sorted(ir.types)),
        ("registry", ["PROTOCOL"]),
    ]
    _check_unique("the registry", (view.constant for view in views.values()))
    _check_unique("the package", (name for _, names in exports for name in names))
    return {
        "version": ir.version,
        "package": package(ir.version),
        "release": release,
        "released": ir.released,
        "types": len(ir.types),
        "requests": sorted([*requests, *embedded], key=lambda view: view.method),
        "notifications": notifications,
        "errors": errors,
        "exports": exports,
        "all": sorted(name for _, names in exports for name in names),
        "handlers": [
            {
                "name": "ServerHandler",
                "summary": "What a server answers and receives",
                "requests": select("request", "client"),
                "notifications": select("notification", "client"),
            },
            {
                "name": "ClientHandler",
                "summary": "What a client answers and receives",
                "requests": sorted([*select("request", "server"), *embedded], key=lambda view: view.method),
                "notifications": select("notification", "server"),
            },
        ],
        "callers": [
            {
                "name": "ClientCalls",
                "summary": "What a client sends",
                "requests": select("request", "client"),
                "notifications": select("notification", "client"),
            },
            {
                "name": "ServerCalls",
                "summary": "What a server sends",
                "requests": select("request", "server"),
                "notifications": select("notification", "server"),
            },
        ],
    }


def _check_unique(place: str, names: Iterable[str]) -> None:
    if twice := [name for name, count in Counter(names).items() if count > 1]:
        raise CodegenError(
            f"{place} would have {', '.join(twice)} twice; rename a type in codegen/names.toml, [rename]"
        )


def _view(method: Method, summaries: Summaries) -> _MethodView:
    name = snake(method.type)
    is_request = method.kind == "request"
    params = f"m.{method.params}" if method.params else "None"
    result = f"m.{method.result}" if method.result else "None"
    alternative = method.alternative
    condition = f', value="{alternative.value}"' if alternative and alternative.value else ""
    return _MethodView(
        method=method.method,
        constant=name.upper(),
        handler=name if is_request else f"on_{name}",
        call=name if is_request else f"notify_{name}",
        senders=_SENDERS[method.senders],
        params_type=params,
        params_value=params,
        params_required=method.params_required,
        params_annotation=params if method.params_required else f"{params} | None",
        params_argument=params if method.params_required else f"{params} | None = None",
        result_type=result,
        type_arguments=", ".join([params, result, *([f"m.{alternative.type}"] if alternative else [])]),
        alternative_value=f'Alternative(type=m.{alternative.type}, member="{alternative.member}"{condition})'
        if alternative
        else "",
        answer=f"{result} | m.{alternative.type}" if alternative else result,
        summary=summaries.method(method.method),
        link=link(summaries.version, f"{method.type}{method.kind.title()}"),
    )
