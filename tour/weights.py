"""The name of what the guide thinks with: what a reader of its words needs to know."""

from tour.settings import Settings


def weights_of(settings: Settings) -> str:
    """The catalogue's name of the weights, or the name under which another server knows its model."""
    from narration.models.catalogue import the_catalogue

    if settings.model == "llama_cpp":
        return the_catalogue().one(settings.guide).id
    return settings.openai_model or settings.model
