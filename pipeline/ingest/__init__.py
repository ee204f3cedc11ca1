"""Files to papers: one collection for the command line, any number of uploads for the browser."""

from pipeline.ingest.collection import read_collection
from pipeline.ingest.files import Ingested, read_files
from pipeline.ingest.reading import FileReport, Progress

__all__ = ["FileReport", "Ingested", "Progress", "read_collection", "read_files"]
