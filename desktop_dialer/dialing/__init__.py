"""The use cases of a call, on asyncio alone: the law, tracking, limits, recovery."""
