"""Screening without a model, on the topics it was tuned with: it must not get worse. On others it is less exact.

For each topic the papers, by the beginning of their titles, that are about it, and those of which it may be said.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.ingest import read_collection
from pipeline.retrieval import Library, PaperLibrary, Topic, find

JUDGED: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "probabilistic programming and Bayesian inference in Python": (
        (
            "pgmpy: Probabilistic",
            "A Bayesian’s journey",
            "Frequentism and Bayesianism",
            "gpustats",
            "Parameter Estimation Using the Python Package pymcmcstat",
            "Fitting and Estimating Parameter Confidence Limits",
        ),
        ("Functional Uncertainty", "PyHRF"),
    ),
    "GPU computing in Python": (
        (
            "PyStream",
            "Theano",
            "VisPy",
            "gpustats",
            "Compyle",
            "WrightSim",
            "High-performance operator evaluations",
            "A Programmatic Interface for Particle Plasma",
            "Having your cake",
            "HOOMD-blue version 3.0",
            "Bringing Parallel Performance to Python",
            "Optimizing Python-Based Spectroscopic",
        ),
        ("Awkward Array", "Developing a Graph Convolution", "Constructing scientific programs"),
    ),
    "reproducible research workflows": (
        (
            "Storing Reproducible Results",
            "lpEdit",
            "Building a Cloud Service for Reproducible",
            "Binder 2.0",
            "Reproducible Documents with PythonTeX",
            "A Bayesian’s journey",
            "BCE: Berkeley",
            "The Sacred Infrastructure",
            "signac",
            "Pydra",
            "Codebraid",
        ),
        (
            "Exploring Collaborative HPC Visualization Workflows",
            "HoloViews",
            "PySPH: a reproducible",
            "cesium",
            "UConnRCMPy",
            "EarthSim",
            "SHADOW",
            "Software Engineering as Research Method",
            "GraphTerm",
        ),
    ),
    "geospatial data analysis": (
        (
            "Python Coding of Geospatial",
            "pyDEM",
            "Scaling Polygon Adjacency",
            "Measuring rainshafts",
            "Spatio-temporal analysis of socioeconomic",
            "Scalable Feature Extraction with Aerial",
            "EarthSim",
            "Improving efficiency and repeatability of lake",
            "Creating a Real-Time Recommendation Engine",
        ),
        ("Using Python, Partnerships", "Hurricane Prediction", "PySPLIT"),
    ),
}


@pytest.fixture(scope="module")
def library(data: Path) -> Library:
    return PaperLibrary(read_collection(data / "dev_scipy_all.jsonl").papers)


@pytest.mark.parametrize("title", JUDGED)
async def test_what_is_screened_in_is_about_the_topic(title: str, library: Library) -> None:
    found = await find(Topic(title), library=library)
    taken = [candidate.title for candidate in found.included]
    about, partly = JUDGED[title]
    right = [name for name in taken if name.startswith((*about, *partly))]
    assert len(right) >= 0.8 * len(taken), set(taken) - set(right)
    missed = [start for start in about if not any(name.startswith(start) for name in taken)]
    assert len(missed) <= 0.4 * len(about), missed
