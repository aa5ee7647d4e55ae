from pydantic import BaseModel

from mcprism import Accepted, Context, Elicitation, InputRequiredResult, Server, elicitation

server = Server("counting", version="1.0.0")


@elicitation("What is your name?")
class Name(BaseModel):
    name: str


QUESTION = Elicitation(Name)


@server.tool
def greet(ctx: Context) -> str | InputRequiredResult:
    """Greets the user by name."""
    if "name" not in ctx.input_responses:
        return InputRequiredResult(input_requests={"name": QUESTION.as_request()})
    match QUESTION.answer(ctx.input_responses["name"]):
        case Accepted(who):
            return f"Hello, {who.name}!"
        case _:
            return "Hello, whoever you are!"
