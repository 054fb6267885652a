"""What opens beside the window, asks something and closes."""
