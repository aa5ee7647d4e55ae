from typing import Annotated

from pydantic import BaseModel, Field

from mcprism import Context, Server, tool


class Size(BaseModel):
    width: int
    height: int


@tool(title="Resize a picture", idempotent=True)
class ResizeImage(BaseModel):
    """Makes a picture smaller or larger.

    Args:
        image_id: the picture
        width: pixels
    """

    image_id: str
    width: Annotated[int, Field(ge=1)] = 80

    async def run(self, ctx: Context) -> Size:
        await ctx.progress(1, total=1)
        return Size(width=self.width, height=self.width * 3 // 4)


server = Server("pictures", version="1.0.0")
server.add_tool(ResizeImage)
