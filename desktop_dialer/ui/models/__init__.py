"""What the window's lists show, row by row."""
