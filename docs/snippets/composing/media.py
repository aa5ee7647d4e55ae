from pydantic import BaseModel

from mcprism import ToolBox


class Size(BaseModel):
    width: int
    height: int


class ResizeImage(BaseModel):
    """Makes a picture smaller or larger."""

    image_id: str
    width: int = 80

    async def run(self) -> Size:
        return Size(width=self.width, height=self.width * 3 // 4)


media = ToolBox(ResizeImage, name="media")


@media.tool(tags=["danger"])
def delete_image(image_id: str) -> str:
    """Deletes a picture."""
    return f"{image_id} is gone"
