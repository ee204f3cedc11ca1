"""Images of an article: raster files of anybody's making, taken in harmlessly, and how Markdown names them."""

from __future__ import annotations

from pipeline.images.clean import MILLIONS, BadImage, Image, clean_image
from pipeline.images.markdown import image_numbers, with_addresses

__all__ = ["MILLIONS", "BadImage", "Image", "clean_image", "image_numbers", "with_addresses"]
