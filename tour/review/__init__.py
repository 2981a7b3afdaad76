"""Words on their way to somebody who answers for them: drafts, decisions, the queue, what visitors doubted."""
