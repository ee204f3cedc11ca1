"""A passage of a written article to a proposal: what an engine makes of it, as parts to take over one by one.
`pipeline.operations` lists what can be asked for.

    revised = await revise(request, corpus, brief, engine=engine, journal=journal)
    parts = cut(request.text, revised)

While the answer comes, `so_far(request.text, answer)` tells what it makes of the part that it has reached.
Without a model and without a change of the text: `supporting(request, corpus)`, whose parts each add one citation.
"""

from pipeline.revision.growing import SoFar, so_far
from pipeline.revision.parts import Part, cut
from pipeline.revision.request import Request
from pipeline.revision.revise import Revised, revise
from pipeline.revision.supporting import supporting

__all__ = ["Part", "Request", "Revised", "SoFar", "cut", "revise", "so_far", "supporting"]
