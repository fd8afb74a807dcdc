"""The rows of a list as a file: the same rows that the list shows to whoever asked, and a trace of who took them."""
