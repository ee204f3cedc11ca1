"""A model server on loopback that answers the project's prompts with plausible, bounded replies.

It sees only what comes over the wire: the prompts, not the steps. `python -m tests.simulated_model --help` runs it by
hand; tests use `tests.simulated_model.server.simulated`.
"""
