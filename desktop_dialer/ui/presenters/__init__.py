"""Between the use cases and the widgets: each carries one part's questions down and its news up."""
